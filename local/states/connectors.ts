import type { Engine } from './engine.ts';
import { StateFailure } from './failure.ts';
import { isObject, type Json, type JsonObject, toJson } from './json.ts';
import { invokeFunction, lambdaInvoke } from './lambda-task.ts';
import type { Resource } from './resource.ts';

/** Calls what a Task calls, once, and gives its answer. */
export type Connector = (engine: Engine, args: Json, executionArn: string) => Promise<Json>;

// the names that the optimized integrations put before their errors; an SDK integration uses the name of its client
const services: Readonly<Record<string, string>> = {
  sqs: 'SQS',
  sns: 'SNS',
  events: 'EventBridge',
  dynamodb: 'DynamoDB',
  'aws-sdk:dynamodb': 'DynamoDb',
  'aws-sdk:eventbridge': 'EventBridge',
  'aws-sdk:secretsmanager': 'SecretsManager',
};

const serviceOf = (type: string): string => {
  const name = type.split(':').at(-1) ?? type;
  return services[type] ?? name.charAt(0).toUpperCase() + name.slice(1);
};

/** `DynamoDB.ConditionalCheckFailedException`, `S3.NoSuchKeyException`: the service, a dot, and the exception's name. */
export function serviceFailure(resourceType: string, error: unknown): StateFailure {
  if (error instanceof StateFailure) return error;
  const { name, message } = error as Error;
  if (name.includes('.')) return new StateFailure(name, message);
  return new StateFailure(
    `${serviceOf(resourceType)}.${name.endsWith('Exception') ? name : `${name}Exception`}`,
    message,
  );
}

// "MessageBody": {…} in a definition becomes text on its way out ("Parameters for service APIs")
const textFields: Readonly<Record<string, string>> = { 'sqs:sendMessage': 'MessageBody', 'sns:publish': 'Message' };
const asText = (value: Json | undefined): Json => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

function prepared(target: string, args: Json): Json {
  if (!isObject(args)) return args;
  const field = textFields[target];
  if (field !== undefined && args[field] !== undefined) return { ...args, [field]: asText(args[field]) };
  if (target !== 'events:putEvents' || !Array.isArray(args.Entries)) return args;
  const entries = args.Entries.map((entry) => (isObject(entry) ? { ...entry, Detail: asText(entry.Detail) } : entry));
  return { ...args, Entries: entries };
}

/** "If any entry fails, the task fails with EventBridge.FailedEntry" (Add EventBridge events with Step Functions). */
function checkEntries(target: string, answer: Json): Json {
  if (target === 'events:putEvents' && isObject(answer) && Number(answer.FailedEntryCount ?? 0) > 0) {
    throw new StateFailure('EventBridge.FailedEntry', JSON.stringify(answer));
  }
  return answer;
}

const renameKeys = (value: Json, rename: (key: string) => string): JsonObject =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [rename(key), member])) : {};
const camel = (key: string) => key.charAt(0).toLowerCase() + key.slice(1);
const pascal = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);

/** An action of Step Functions, in the letter case of tasks: Arguments are PascalCase, the API is camelCase. */
export async function callStepFunctions(engine: Engine, action: string, args: Json): Promise<JsonObject> {
  const request = renameKeys(args, camel);
  if (request.input !== undefined) request.input = asText(request.input);
  return renameKeys(toJson(await engine.call(pascal(action), request)), pascal);
}

const stepFunctions =
  (resource: Resource): Connector =>
  async (engine, args) => {
    try {
      return await callStepFunctions(engine, resource.resource.split('.')[0] as string, args);
    } catch (error) {
      throw serviceFailure(resource.target.startsWith('aws-sdk:') ? 'sfn' : 'StepFunctions', error);
    }
  };

/** The way to call a resource; whether the runtime has it was checked when the machine was created. */
export function connectorFor(resource: Resource): Connector {
  if (resource.kind === 'lambda-arn') {
    return (engine, args, arn) => invokeFunction(engine.ports, resource.target, args, arn);
  }
  if (resource.target === 'lambda:invoke') return (engine, args, arn) => lambdaInvoke(engine.ports, args, arn);
  if (resource.target === 'states:startExecution' || resource.target.startsWith('aws-sdk:sfn:')) {
    return stepFunctions(resource);
  }
  return async (engine, args) => {
    const integration = engine.ports.integrations[resource.target];
    if (!integration) throw new StateFailure('States.Runtime', `There is no integration ${resource.target} here.`);
    try {
      return checkEntries(resource.target, toJson(await integration(prepared(resource.target, args))));
    } catch (error) {
      throw serviceFailure(resource.resourceType, error);
    }
  };
}
