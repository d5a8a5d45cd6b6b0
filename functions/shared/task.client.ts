import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { lazy } from './lazy.ts';

const sharedClient = lazy(() => new SFNClient());

/** Nobody waits for this token any more: it was resolved before, its step timed out, or its execution ended. */
const nobodyWaits = ['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken'];

/** Steps of state machines that wait for a task token. */
export function waitingTasks(client: SFNClient = sharedClient()) {
  return {
    /** Ends the wait; true when somebody was waiting. */
    resolve: async (taskToken: string, output: unknown): Promise<boolean> => {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
        return true;
      } catch (error) {
        if (error instanceof Error && nobodyWaits.includes(error.name)) return false;
        throw error;
      }
    },
  };
}
