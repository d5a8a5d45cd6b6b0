import type { Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { portable, Refusal } from './refusal.ts';
import { logger, sendMetrics } from './telemetry.ts';

/**
 * One step of a state machine. A refusal leaves under its code, so that `Catch` and `Retry` can name it, with its facts as
 * the message; everything else leaves as it is and is a bug or an outage for the machine to deal with.
 */
export function stepHandler<Schema extends z.ZodMiniType, Output>(
  input: Schema,
  run: (input: z.infer<Schema>) => Promise<Output>,
): (event: unknown, context: Context) => Promise<Output> {
  return async (event, context) => {
    logger.addContext(context);
    logger.resetKeys();
    try {
      return await run(input.parse(event) as z.infer<Schema>);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        logger.error('step broke', { error: error as Error });
        throw error;
      }
      logger.info('step refused', { code: error.code });
      throw new RefusedStep(error);
    } finally {
      sendMetrics();
    }
  };
}

/** A refusal on its way through a state machine. The Lambda runtime reports `name` as the error and `message` as its text. */
class RefusedStep extends Error {
  constructor(refusal: Refusal) {
    super(JSON.stringify(portable(refusal)), { cause: refusal });
    this.name = refusal.code;
    this.stack = refusal.code; // it is no fault, and the runtime logs the stack of whatever is thrown
  }
}
