import { beginActivity } from './activity.ts';
import { createCancellation } from './cancellation.ts';
import type { Engine } from './engine.ts';
import { asFailure, Interruption } from './failure.ts';
import { createHistory, noHistory } from './history.ts';
import type { Json, JsonObject } from './json.ts';
import type { Machine } from './machine.ts';
import { limitedText } from './payload.ts';
import type { Program } from './program.ts';
import type { Checkpoint, ExecutionRecord, ExecutionStatus } from './store.ts';
import type { Run, Scope } from './visit.ts';

// "Maximum execution time: 5 minutes" for Express workflows (service quotas)
const expressSeconds = 300;

/** An execution that has not ended. */
interface Live {
  readonly run: Run;
  readonly scope: Scope;
  readonly listeners: Set<(execution: ExecutionRecord) => void>;
  offTimeout: () => void;
}

export interface Registry {
  readonly engine: () => Engine;
  readonly live: Map<string, Live>;
  /** Express executions that count against `maxRunningExpress`. */
  runningExpress: number;
}

interface Launch {
  readonly record: ExecutionRecord;
  readonly machine: Machine;
  readonly program: Program;
  readonly input: Json;
  readonly saved: Map<string, Checkpoint>;
}

interface Ending {
  readonly status: ExecutionStatus;
  readonly output?: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** An Express execution is only kept as a child of a map run, where DescribeExecution shows it. */
export const isKept = (record: ExecutionRecord): boolean =>
  record.type === 'STANDARD' || record.mapRunArn !== undefined;

const isCounted = (record: ExecutionRecord): boolean => record.type === 'EXPRESS' && record.mapRunArn === undefined;

const endEvents: Readonly<Record<string, string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

const interrupted: Readonly<Record<string, ExecutionStatus>> = { aborted: 'ABORTED', 'timed-out': 'TIMED_OUT' };

function endingOf(thrown: unknown): Ending {
  const failure = asFailure(thrown);
  const { error, cause } = failure;
  const status = failure instanceof Interruption ? interrupted[failure.kind] : undefined;
  return {
    status: status ?? 'FAILED',
    error: error === '' ? undefined : error,
    cause: cause === '' ? undefined : cause,
  };
}

function endDetails({ status, output, error, cause }: Ending): Record<string, JsonObject> {
  const event = endEvents[status] as string;
  const field = `e${event.slice(1)}EventDetails`;
  if (output !== undefined) return { [field]: { output, outputDetails: { truncated: false } } };
  return { [field]: { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) } };
}

/** Ends an execution, once: its record, its last event, and whoever waits for it. */
function end(registry: Registry, { run, scope, listeners, offTimeout }: Live, ending: Ending): void {
  const { record } = run;
  const { store, clock, onStatusChange } = registry.engine().ports;
  if (!registry.live.delete(record.arn)) return;
  offTimeout();
  if (isCounted(record)) registry.runningExpress -= 1;
  record.status = ending.status;
  record.stoppedAt = clock.now();
  if (ending.output !== undefined) record.output = ending.output;
  if (ending.error !== undefined) record.error = ending.error;
  if (ending.cause !== undefined) record.cause = ending.cause;
  if (isKept(record)) {
    store.atomically(() => {
      run.history.end(endEvents[ending.status] as string, scope.lastEventId, () => endDetails(ending));
      store.putExecution(record);
      store.deleteScopes(record.arn);
    });
  }
  onStatusChange?.(record);
  // those who wait take up their work before this execution gives up its own
  for (const listener of listeners) listener(record);
  run.activity.pause();
}

/** Ends an execution from outside. It has ended when this returns; what its scopes still do is dropped. */
export function interrupt(registry: Registry, entry: Live, interruption: Interruption): void {
  entry.run.cancellation.cancel(interruption);
  if (interruption.kind !== 'shutdown') end(registry, entry, endingOf(interruption));
}

async function drive(registry: Registry, entry: Live): Promise<void> {
  const { run, scope } = entry;
  try {
    const output = await scope.engine.runScope(scope, run.input);
    end(registry, entry, { status: 'SUCCEEDED', output: limitedText(output, 'The output of the execution') });
  } catch (thrown) {
    const reason = run.cancellation.reason ?? thrown;
    if (!(reason instanceof Interruption && reason.kind === 'shutdown')) end(registry, entry, endingOf(reason));
  } finally {
    run.activity.pause();
  }
}

/** When an execution of a machine runs out of time; a limit of the machine is not one of its Distributed Map's children. */
function deadlineOf({ record, machine }: Launch): number | undefined {
  const own = record.mapRunArn === undefined ? machine.timeoutSeconds : undefined;
  const seconds = record.type === 'EXPRESS' ? Math.min(own ?? expressSeconds, expressSeconds) : own;
  return seconds === undefined ? undefined : record.startedAt + seconds * 1000;
}

/** Sets an execution going, from its start or from where a restart found it. */
export function launch(registry: Registry, request: Launch): Live {
  const { record, machine, program, input, saved } = request;
  const engine = registry.engine();
  const { store, clock, work } = engine.ports;
  const cancellation = createCancellation();
  const activity = beginActivity(work, `execution ${record.arn}`);
  const isStandard = record.type === 'STANDARD';
  const history = isStandard
    ? createHistory(store, clock, record.arn, cancellation, store.eventCount(record.arn))
    : noHistory;
  const run: Run = { record, machine, program, input, cancellation, activity, history, saved };
  const scope: Scope = {
    engine,
    run,
    program,
    path: '',
    cancellation,
    activity,
    mapContext: undefined,
    variables: {},
    lastEventId: 0,
  };
  const entry: Live = { run, scope, listeners: new Set(), offTimeout: () => undefined };
  registry.live.set(record.arn, entry);
  if (isCounted(record)) registry.runningExpress += 1;
  const deadline = deadlineOf(request);
  if (deadline !== undefined) {
    const cause = `The execution did not end by ${new Date(deadline).toISOString()}.`;
    entry.offTimeout = clock.at(deadline, () =>
      interrupt(registry, entry, new Interruption('timed-out', 'States.Timeout', cause)),
    );
  }
  void drive(registry, entry);
  return entry;
}
