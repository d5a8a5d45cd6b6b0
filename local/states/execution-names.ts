import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error.ts';
import type { MachineType } from './store.ts';

// StartExecution, "A name must not contain: white space, brackets < > { } [ ], wildcard characters ? *, special characters
// " # % \ ^ | ~ ` $ & , ; : /, control characters"
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\uFFFE\uFFFF]/u;

/** The name of a new execution: the given one, checked, or one of our own. */
export function executionName(name: string | undefined): string {
  if (name === undefined) return randomUUID();
  if (name.length < 1 || name.length > 80 || forbidden.test(name))
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  return name;
}

/** The ARN of an execution; that of an Express one is never the same twice. */
export function executionArn(machineArn: string, type: MachineType, name: string): string {
  const kind = type === 'STANDARD' ? ':execution:' : ':express:';
  const base = `${machineArn.replace(':stateMachine:', kind)}:${name}`;
  return type === 'STANDARD' ? base : `${base}:${randomUUID()}`;
}
