import type { Limits } from './attempt.ts';
import type { StateFailure } from './failure.ts';
import type { JsonObject } from './json.ts';
import type { Resource } from './resource.ts';
import { record, type Scope } from './visit.ts';

/** The history of one attempt at a task. */
export interface TaskEvents {
  started(): void;
  succeeded(output: string): void;
  failed(failure: StateFailure): void;
}

const truncated = { truncated: false };
const isTimeout = (error: string) => error === 'States.Timeout' || error === 'States.HeartbeatTimeout';

function limitDetails(limits: Limits): JsonObject {
  return {
    ...(limits.timeoutSeconds === undefined ? {} : { timeoutInSeconds: limits.timeoutSeconds }),
    ...(limits.heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: limits.heartbeatSeconds }),
  };
}

/** A function named by its ARN has event types of its own; every other task shares one family. */
export function taskEvents(scope: Scope, resource: Resource, input: string, limits: Limits): TaskEvents {
  const isFunction = resource.kind === 'lambda-arn';
  const family = isFunction ? 'LambdaFunction' : 'Task';
  const field = isFunction ? 'lambdaFunction' : 'task';
  const identity: JsonObject = isFunction ? {} : { resourceType: resource.resourceType, resource: resource.resource };
  const add = (event: string, details?: () => JsonObject) =>
    record(
      scope,
      `${family}${event}`,
      details && (() => ({ [`${field}${event}EventDetails`]: { ...identity, ...details() } })),
    );
  return {
    started() {
      const { region } = scope.engine.ports;
      add('Scheduled', () =>
        isFunction
          ? { resource: resource.target, input, inputDetails: truncated, ...limitDetails(limits) }
          : { region, parameters: input, ...limitDetails(limits) },
      );
      add('Started', isFunction ? undefined : () => ({}));
    },
    succeeded: (output) => add('Succeeded', () => ({ output, outputDetails: truncated })),
    failed: (failure) =>
      add(isTimeout(failure.error) ? 'TimedOut' : 'Failed', () => ({ error: failure.error, cause: failure.cause })),
  };
}
