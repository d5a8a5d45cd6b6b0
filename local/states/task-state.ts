import { openAttempt } from './attempt.ts';
import { conclude } from './conclusion.ts';
import { connectorFor } from './connectors.ts';
import { InvalidDefinition, requiredText } from './definition.ts';
import { asFailure, Interruption } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import { limitedText } from './payload.ts';
import type { Compiler, CompileState } from './program.ts';
import { parseResource, type Resource } from './resource.ts';
import { beforeResult, compileFlow } from './state-fields.ts';
import { awaitExecution } from './sync-task.ts';
import { type TaskEvents, taskEvents } from './task-events.ts';
import { compileTemplate, type TemplateContext, type TypedField, typed } from './template.ts';
import { awaitToken } from './token-task.ts';
import { bindingsOf, type Visit } from './visit.ts';

const isSeconds = (value: Json): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 99_999_999;

function secondsField(fields: JsonObject, name: string, context: TemplateContext): TypedField<number> | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' && !isSeconds(value)) {
    throw new InvalidDefinition(`${context.at}: ${name} must be a whole number from 1 to 99999999.`);
  }
  return typed(
    compileTemplate(value, name, beforeResult, context),
    name,
    'a whole number from 1 to 99999999',
    isSeconds,
  );
}

function checkResource(resource: Resource, at: string, compiler: Compiler): void {
  const { kind, target, pattern } = resource;
  if (pattern !== 'request' && compiler.type === 'EXPRESS') {
    throw new InvalidDefinition(
      `${at}: an Express workflow cannot wait for a job (.sync) or a token (.waitForTaskToken).`,
    );
  }
  if (pattern.startsWith('sync') && target !== 'states:startExecution') {
    throw new InvalidDefinition(`${at}: .sync is supported for states:startExecution only, not for ${target}.`);
  }
  const own = target === 'lambda:invoke' || target === 'states:startExecution' || target.startsWith('aws-sdk:sfn:');
  if (kind === 'integration' && !own && !compiler.knows(target)) {
    throw new InvalidDefinition(`${at}: the service integration ${target} is not available.`);
  }
}

/** The task itself: call it, and wait as its pattern says. */
function perform(resource: Resource) {
  const connector = connectorFor(resource);
  return async (
    visit: Visit,
    args: Json,
    token: string | undefined,
    events: TaskEvents,
    limits: Parameters<typeof openAttempt>[1],
  ) => {
    const attempt = openAttempt(visit, limits);
    try {
      let result: Json;
      if (token !== undefined) result = await awaitToken(visit, attempt, { resource, connector, args, token });
      else if (resource.pattern !== 'request') result = await awaitExecution(visit, attempt, resource, args);
      else result = await attempt.settle(connector(visit.scope.engine, args, visit.scope.run.record.arn));
      events.succeeded(limitedText(result, `The result of the task '${visit.state.name}'`));
      return result;
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (!(failure instanceof Interruption)) events.failed(failure);
      throw failure;
    } finally {
      attempt.close();
    }
  };
}

export const compileTask: CompileState = (name, fields, compiler) => {
  const { base, next, conclusion, context } = compileFlow('Task', name, fields, compiler);
  const resource = parseResource(requiredText(fields, 'Resource', context.at), context.at);
  checkResource(resource, context.at, compiler);
  if (resource.pattern === 'token' && !JSON.stringify(fields.Arguments ?? null).includes('$states.context')) {
    throw new InvalidDefinition(
      `${context.at}: a task that waits for a token must pass on $states.context.Task.Token.`,
    );
  }
  const args =
    fields.Arguments === undefined ? undefined : compileTemplate(fields.Arguments, 'Arguments', beforeResult, context);
  const timeout = secondsField(fields, 'TimeoutSeconds', context);
  const heartbeat = secondsField(fields, 'HeartbeatSeconds', context);
  if (Number(fields.HeartbeatSeconds) >= Number(fields.TimeoutSeconds)) {
    throw new InvalidDefinition(`${context.at}: HeartbeatSeconds must be smaller than TimeoutSeconds.`);
  }
  const run = perform(resource);
  return {
    ...base,
    attempt: async (visit) => {
      const { scope, point } = visit;
      if (resource.pattern === 'token') point.token ??= scope.engine.tokens.create(scope.run.record.arn);
      const bindings = bindingsOf(visit, { token: point.token });
      const taskArgs = args ? await args(bindings) : visit.input;
      const text = limitedText(taskArgs, `The input of the task '${name}'`);
      const limits = {
        timeoutSeconds: timeout && (await timeout(bindings)),
        // only a task with a token can give a heartbeat
        heartbeatSeconds: point.token === undefined ? undefined : heartbeat && (await heartbeat(bindings)),
      };
      const events = taskEvents(scope, resource, text, limits);
      // a task that was handed over before a restart is only waited for
      if (!point.submitted && point.childArn === undefined) events.started();
      const result = await run(visit, taskArgs, point.token, events, limits);
      return conclude(visit, conclusion, next, { output: result, result });
    },
  };
};
