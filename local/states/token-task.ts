import { park } from './activity.ts';
import type { Attempt } from './attempt.ts';
import type { Connector } from './connectors.ts';
import { StateFailure } from './failure.ts';
import type { Json } from './json.ts';
import type { Resource } from './resource.ts';
import type { TaskAnswer } from './store.ts';
import { record, save, type Visit } from './visit.ts';

function outputOf(answer: TaskAnswer): Json {
  if ('output' in answer) return answer.output;
  throw new StateFailure(answer.error, answer.cause);
}

/**
 * `.waitForTaskToken`: hands the task over, then waits for SendTaskSuccess or SendTaskFailure. The answer may come before the
 * call that hands the task over has returned, and after a restart; it is stored before the caller is told that it was taken.
 */
export async function awaitToken(
  visit: Visit,
  attempt: Attempt,
  call: { readonly resource: Resource; readonly connector: Connector; readonly args: Json; readonly token: string },
): Promise<Json> {
  const { scope, point } = visit;
  const { engine, run } = scope;
  let wake: (() => void) | undefined;
  const close = engine.tokens.open(call.token, {
    answer(answer) {
      close();
      point.answer = answer;
      save(visit);
      wake?.();
    },
    beat: () => attempt.beat(),
  });
  try {
    if (!point.submitted && !point.answer) {
      save(visit);
      const answered = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const handedOver = call.connector(engine, call.args, run.record.arn);
      const output = await attempt.settle(Promise.race([handedOver, answered]));
      point.submitted = true;
      const { resourceType, resource } = call.resource;
      record(scope, 'TaskSubmitted', () => ({
        taskSubmittedEventDetails: {
          resourceType,
          resource,
          output: JSON.stringify(output ?? null),
          outputDetails: { truncated: false },
        },
      }));
      save(visit);
    }
    if (!point.answer) {
      await park<void>(attempt, (waker) => {
        wake = () => waker.wake();
        return () => undefined;
      });
    }
    return outputOf(point.answer as unknown as TaskAnswer);
  } finally {
    close();
  }
}
