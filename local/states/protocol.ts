import { AwsError } from './aws-error.ts';
import { executionOperations } from './execution-operations.ts';
import { isObject, toJson } from './json.ts';
import { machineOperations } from './machine-operations.ts';
import { mapRunOperations } from './map-run-operations.ts';
import type { Operation, OperationContext, Operations } from './operations.ts';
import { taskOperations } from './task-operations.ts';

export interface ProtocolAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The AWS JSON 1.0 protocol: the operation is named by X-Amz-Target, an error is a body with `__type` and `message`. Faults of our
 * own are 500, so that the SDK retries and reports them; every refusal is 400.
 */
export function createProtocol(context: OperationContext): (target: string, body: unknown) => Promise<ProtocolAnswer> {
  const operations: Operations = {
    ...executionOperations,
    ...machineOperations,
    ...mapRunOperations,
    ...taskOperations,
  };
  return async (target, body) => {
    try {
      const name = target.replace(/^AWSStepFunctions\./, '');
      const operation: Operation | undefined = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!operation) throw new AwsError('UnknownOperationException', `There is no operation ${name} here.`);
      const request = toJson(body ?? {});
      if (!isObject(request)) throw new AwsError('SerializationException', 'The request is not a JSON object.');
      return { status: 200, body: await operation(request, context) };
    } catch (error) {
      const { name, message } = error as Error;
      const isRefusal = error instanceof AwsError;
      return { status: isRefusal ? 400 : 500, body: { __type: isRefusal ? name : 'InternalFailure', message } };
    }
  };
}
