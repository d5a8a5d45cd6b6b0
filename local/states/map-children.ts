import { park, type Waker } from './activity.ts';
import { createCancellation } from './cancellation.ts';
import type { Interruption } from './failure.ts';
import type { MapInput } from './map-items.ts';
import type { Processor } from './program.ts';
import type { ExecutionRecord } from './store.ts';
import type { Visit } from './visit.ts';

/** The child executions of one map run. */
interface MapChildren {
  readonly processor: Processor;
  readonly mapRunArn: string;
  readonly inputs: readonly MapInput[];
  readonly limit: number;
  /** Whether the run goes on with this many failed items. */
  tolerates(failed: number): boolean;
}

interface MapOutcome {
  /** The children that were started, in the order of the items. */
  readonly children: ExecutionRecord[];
  readonly failedItems: number;
  readonly broken: boolean;
}

interface Progress {
  readonly ended: (ExecutionRecord | undefined)[];
  readonly running: Set<string>;
  readonly waiting: number[];
  failedItems: number;
  broken: boolean;
}

const childPath = (visit: Visit, at: number) => `${visit.scope.path}/${at}`;

/** The child that a restart found for an item; a lost Express child is started anew. */
function known(visit: Visit, at: number): ExecutionRecord | undefined {
  const arn = visit.scope.run.saved.get(childPath(visit, at))?.childArn;
  const child = arn === undefined ? undefined : visit.scope.engine.ports.store.execution(arn);
  return child?.type === 'EXPRESS' && child.status === 'ABORTED' ? undefined : child;
}

function startChild(visit: Visit, { processor, mapRunArn, inputs }: MapChildren, at: number): ExecutionRecord {
  const found = known(visit, at);
  if (found) return found;
  const { engine, run } = visit.scope;
  const { input, items } = inputs[at] as MapInput;
  const child = engine.startMapChild({ parent: run, processor, mapRunArn, input, itemCount: items });
  const empty = { state: '', input: null, variables: {}, enteredAt: 0, lastEventId: 0, retryCount: 0, retries: [] };
  engine.ports.store.putScope(run.record.arn, childPath(visit, at), { ...empty, childArn: child.arn });
  return child;
}

/**
 * Starts a child execution per input, so many at a time, and waits for all of them. Once too many items have failed, or the parent
 * is ended, nothing more is started and the running ones are stopped.
 */
export async function runMapChildren(visit: Visit, children: MapChildren): Promise<MapOutcome> {
  const { scope } = visit;
  const progress: Progress = {
    ended: [],
    running: new Set(),
    waiting: children.inputs.map((_, at) => at),
    failedItems: 0,
    broken: false,
  };
  const stop = (cause: string) => {
    progress.broken = true;
    for (const arn of [...progress.running]) scope.engine.abort(arn, 'States.Interrupted', cause);
  };
  const ended = (at: number, child: ExecutionRecord) => {
    progress.running.delete(child.arn);
    progress.ended[at] = child;
    if (child.status === 'SUCCEEDED') return;
    progress.failedItems += child.itemCount ?? 1;
    if (!progress.broken && !children.tolerates(progress.failedItems))
      stop('Too many items of the map run have failed.');
  };
  const pump = (waker: Waker<void>) => {
    while (!progress.broken && progress.running.size < children.limit && progress.waiting.length > 0) {
      const at = progress.waiting.shift() as number;
      const child = startChild(visit, children, at);
      if (child.status !== 'RUNNING') {
        ended(at, child);
        continue;
      }
      progress.running.add(child.arn);
      scope.engine.whenEnded(child.arn, (record) => {
        ended(at, record);
        pump(waker);
      });
    }
    if (progress.running.size === 0) waker.wake();
  };
  const offCancel = scope.cancellation.onCancel((reason) => {
    if ((reason as Interruption).kind !== 'shutdown') stop('The map run was ended.');
  });
  try {
    await park<void>({ activity: scope.activity, cancellation: shutdownOf(visit) }, (waker) => {
      pump(waker);
      return () => undefined;
    });
  } finally {
    offCancel();
  }
  if (scope.cancellation.reason) throw scope.cancellation.reason;
  return {
    children: progress.ended.filter((child) => child !== undefined),
    failedItems: progress.failedItems,
    broken: progress.broken,
  };
}

/** Only the end of the service ends the waiting itself; everything else ends the children, and they end the waiting. */
function shutdownOf(visit: Visit) {
  const shutdown = createCancellation();
  visit.scope.cancellation.onCancel((reason) => {
    if ((reason as Interruption).kind === 'shutdown') shutdown.cancel(reason);
  });
  return shutdown;
}
