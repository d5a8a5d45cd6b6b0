import { beginActivity, park, type Waker } from './activity.ts';
import { type Cancellation, createCancellation } from './cancellation.ts';
import { asFailure, Interruption, StateFailure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import type { Program } from './program.ts';
import type { ScopeOutcome } from './store.ts';
import { record, type Scope, type Visit } from './visit.ts';

/** The scopes that a Parallel or an inline Map starts. */
interface Children {
  readonly count: number;
  /** How many may run at once. */
  readonly limit: number;
  program(at: number): Program;
  input(at: number): Json;
  mapContext?(at: number): JsonObject;
  /** Event types of an iteration; a branch has none of its own. */
  readonly events?: { readonly name: string };
  /** How much a child counts when it fails; a batch of items counts all of them. */
  weight?(at: number): number;
  /** Whether the state goes on with failures of this weight. */
  tolerates(failed: number): boolean;
  /** The error of the state when it does not; the child's own unless given. */
  failure?(failed: number): StateFailure;
}

interface Progress {
  readonly outcomes: (ScopeOutcome | undefined)[];
  readonly waiting: number[];
  readonly cancellation: Cancellation;
  running: number;
  failed: number;
  broken: Error | undefined;
}

const iterationEvent = (scope: Scope, type: string, name: string, index: number) =>
  record(scope, type, () => ({ [`m${type.slice(1)}EventDetails`]: { name, index } }));

function childScope(visit: Visit, children: Children, at: number, cancellation: Cancellation): Scope {
  const { scope } = visit;
  const path = `${scope.path}/${at}`;
  return {
    engine: scope.engine,
    run: scope.run,
    program: children.program(at),
    path,
    cancellation,
    activity: beginActivity(scope.engine.ports.work, `execution ${scope.run.record.arn}${path}`),
    mapContext: children.mapContext?.(at) ?? scope.mapContext,
    variables: scope.variables,
    lastEventId: scope.run.saved.get(path)?.lastEventId ?? scope.lastEventId,
  };
}

const endings: Record<'done' | 'failed' | 'aborted', string> = {
  done: 'MapIterationSucceeded',
  failed: 'MapIterationFailed',
  aborted: 'MapIterationAborted',
};

async function runChild(children: Children, child: Scope, at: number): Promise<ScopeOutcome> {
  const ended = (ending: keyof typeof endings) => {
    if (children.events) iterationEvent(child, endings[ending], children.events.name, at);
  };
  if (children.events && !child.run.saved.has(child.path)) {
    iterationEvent(child, 'MapIterationStarted', children.events.name, at);
  }
  try {
    const output = await child.engine.runScope(child, children.input(at));
    ended('done');
    return { output };
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure instanceof Interruption) {
      if (failure.kind === 'sibling-failed') ended('aborted');
      throw failure;
    }
    ended('failed');
    return { error: failure.error, cause: failure.cause };
  }
}

/** A child that has ended is kept with its outcome, so that a restart does not run it again. */
function keep(child: Scope, done: ScopeOutcome): void {
  const { engine, run, path, lastEventId } = child;
  if (run.record.type === 'EXPRESS') return;
  const empty = { state: '', input: null, variables: {}, enteredAt: 0, retryCount: 0, retries: [] };
  engine.ports.store.atomically(() => {
    engine.ports.store.deleteScopesBelow(run.record.arn, path);
    engine.ports.store.putScope(run.record.arn, path, { ...empty, lastEventId, done });
  });
}

function settle(visit: Visit, children: Children, progress: Progress, at: number, outcome: ScopeOutcome): void {
  progress.outcomes[at] = outcome;
  if (!('error' in outcome)) return;
  progress.failed += children.weight?.(at) ?? 1;
  if (progress.broken || children.tolerates(progress.failed)) return;
  progress.broken = children.failure?.(progress.failed) ?? new StateFailure(outcome.error, outcome.cause);
  progress.cancellation.cancel(new Interruption('sibling-failed', outcome.error, `in ${visit.state.name}`));
}

function pump(visit: Visit, children: Children, progress: Progress, waker: Waker<void>): void {
  while (!progress.broken && progress.running < children.limit && progress.waiting.length > 0) {
    const at = progress.waiting.shift() as number;
    const child = childScope(visit, children, at, progress.cancellation);
    progress.running += 1;
    void runChild(children, child, at)
      .then((outcome) => {
        keep(child, outcome);
        settle(visit, children, progress, at, outcome);
      })
      .catch((thrown: unknown) => {
        progress.broken ??= asFailure(thrown);
        progress.cancellation.cancel(progress.broken);
      })
      .then(() => {
        visit.scope.lastEventId = child.lastEventId;
        progress.running -= 1;
        pump(visit, children, progress, waker);
        child.activity.pause();
      });
  }
  if (progress.running === 0) waker.wake();
}

/**
 * Runs the children of a state, so many at a time, and gives their outcomes in order. When one failure too many ends the state,
 * the others are ended first; then the error of the child that broke it is thrown.
 */
export async function runChildren(visit: Visit, children: Children): Promise<ScopeOutcome[]> {
  const { scope } = visit;
  const indexes = Array.from({ length: children.count }, (_, at) => at);
  const outcomes = indexes.map((at) => scope.run.saved.get(`${scope.path}/${at}`)?.done);
  const cancellation = scope.cancellation.child();
  const progress: Progress = {
    outcomes,
    waiting: indexes.filter((at) => !outcomes[at]),
    cancellation,
    running: 0,
    failed: indexes
      .filter((at) => outcomes[at] && 'error' in outcomes[at])
      .reduce((sum, at) => sum + (children.weight?.(at) ?? 1), 0),
    broken: undefined,
  };
  try {
    // not ended by the scope's own cancellation: the children are, and the last of them to end wakes the state
    const apart = { activity: scope.activity, cancellation: createCancellation() };
    await park<void>(apart, (waker) => {
      pump(visit, children, progress, waker);
      return () => undefined;
    });
  } finally {
    cancellation.close();
  }
  if (scope.cancellation.reason) throw scope.cancellation.reason;
  if (progress.broken) throw progress.broken;
  return outcomes as ScopeOutcome[];
}
