import { FunctionNotFound, TooManyRequests } from '../lambda/function.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { StatesPorts } from '../states/ports.ts';

/** How Step Functions invokes a function: service faults get the prefix that machines match on. */
export function stateLambda(lambda: Lambda): StatesPorts['invokeLambda'] {
  return async (functionName, payload) => {
    try {
      const result = await lambda.invoke(functionName, { payload: JSON.stringify(payload) ?? 'null' });
      const answer: unknown = JSON.parse(result.payload);
      if (!result.functionError) return { payload: answer };
      const { errorType = '', errorMessage = '' } = (answer ?? {}) as { errorType?: string; errorMessage?: string };
      return { payload: answer, functionError: { errorType, errorMessage } };
    } catch (error) {
      if (error instanceof TooManyRequests || error instanceof FunctionNotFound) error.name = `Lambda.${error.name}`;
      throw error;
    }
  };
}
