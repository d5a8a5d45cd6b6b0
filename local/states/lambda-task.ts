import { StateFailure } from './failure.ts';
import { isObject, type Json, toJson } from './json.ts';
import type { LambdaAnswer, StatesPorts } from './ports.ts';

/** Step Functions' words for an error that the function has thrown: its type is the error's name, its whole payload the cause. */
function functionFailure(answer: LambdaAnswer, error: { errorType: string; errorMessage: string }): StateFailure {
  const payload = isObject(answer.payload) ? answer.payload : error;
  if (error.errorType) return new StateFailure(error.errorType, JSON.stringify(payload));
  return new StateFailure(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${JSON.stringify(payload)}`,
  );
}

/** Invokes a function and gives its payload; refusals of the Lambda service keep their names (`Lambda.TooManyRequestsException`). */
export async function invokeFunction(
  ports: StatesPorts,
  functionName: string,
  payload: Json,
  executionArn: string,
): Promise<Json> {
  let answer: LambdaAnswer;
  try {
    answer = await ports.invokeLambda(functionName, payload, { arn: executionArn });
  } catch (fault) {
    const { name, message } = fault as Error;
    throw new StateFailure(name.startsWith('Lambda.') ? name : 'Lambda.Unknown', message);
  }
  if (answer.functionError) throw functionFailure(answer, answer.functionError);
  return toJson(answer.payload ?? null);
}

/** `arn:aws:states:::lambda:invoke`: the answer of the Invoke action, with the payload parsed. */
export async function lambdaInvoke(ports: StatesPorts, args: Json, executionArn: string): Promise<Json> {
  if (!isObject(args) || typeof args.FunctionName !== 'string') {
    throw new StateFailure('States.Runtime', 'lambda:invoke needs a FunctionName in its Arguments.');
  }
  if (args.InvocationType !== undefined && args.InvocationType !== 'RequestResponse') {
    throw new StateFailure(
      'States.Runtime',
      `lambda:invoke with InvocationType ${String(args.InvocationType)} is not supported here.`,
    );
  }
  const { Qualifier: qualifier, FunctionName: functionName } = args;
  const target = typeof qualifier === 'string' ? `${functionName}:${qualifier}` : functionName;
  const payload = await invokeFunction(ports, target, args.Payload ?? {}, executionArn);
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: { AllHttpHeaders: {}, HttpHeaders: {}, HttpStatusCode: 200 },
    StatusCode: 200,
  };
}
