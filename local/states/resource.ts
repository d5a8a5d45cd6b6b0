import { InvalidDefinition } from './definition.ts';

type TaskPattern = 'request' | 'sync' | 'sync:2' | 'token';

/** What a Task calls, and for what of it the state waits ("Service integration patterns"). */
export interface Resource {
  readonly kind: 'lambda-arn' | 'integration';
  /** The function's ARN, or the integration without its pattern: 'sqs:sendMessage', 'aws-sdk:s3:putObject'. */
  readonly target: string;
  readonly pattern: TaskPattern;
  /** As history events name it. */
  readonly resourceType: string;
  readonly resource: string;
}

const suffixes: Readonly<Record<string, TaskPattern>> = {
  '.waitForTaskToken': 'token',
  '.sync:2': 'sync:2',
  '.sync': 'sync',
};

/** Reads the `Resource` of a Task. */
export function parseResource(arn: string, at: string): Resource {
  if (/^arn:[\w-]+:lambda:[\w-]*:\d*:function:/.test(arn)) {
    return { kind: 'lambda-arn', target: arn, pattern: 'request', resourceType: 'lambda', resource: arn };
  }
  const called = /^arn:[\w-]+:states:::(.+)$/.exec(arn)?.[1];
  if (!called)
    throw new InvalidDefinition(`${at}: the Resource '${arn}' is neither a Lambda function nor a service integration.`);
  const suffix = Object.keys(suffixes).find((ending) => called.endsWith(ending));
  const target = suffix === undefined ? called : called.slice(0, -suffix.length);
  const split = target.lastIndexOf(':');
  return {
    kind: 'integration',
    target,
    pattern: suffix === undefined ? 'request' : (suffixes[suffix] as TaskPattern),
    resourceType: target.slice(0, split),
    resource: called.slice(split + 1),
  };
}
