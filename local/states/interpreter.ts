import { parkUntil } from './activity.ts';
import { findCatcher } from './catch.ts';
import { concludeCaught } from './conclusion.ts';
import { QueryEvaluationError } from './expression.ts';
import { asFailure, Interruption, type StateFailure } from './failure.ts';
import type { Json } from './json.ts';
import { limitedText } from './payload.ts';
import type { CompiledState, Outcome, StateType } from './program.ts';
import { nextRetry } from './retry.ts';
import type { Checkpoint } from './store.ts';
import { record, type Scope, save, type Visit } from './visit.ts';

const statesPerTurn = 100;

const abortable: readonly StateType[] = ['Task', 'Wait', 'Parallel', 'Map'];

/** Enters a state: an event, a checkpoint, and from here on a restart begins in this state. */
function enter(scope: Scope, state: CompiledState, input: Json, inputText: string): Visit {
  const point: Checkpoint = {
    state: state.name,
    input,
    variables: scope.variables,
    enteredAt: scope.engine.ports.clock.now(),
    lastEventId: scope.lastEventId,
    retryCount: 0,
    retries: [],
  };
  const visit = { scope, state, input, point };
  scope.engine.ports.store.atomically(() => {
    record(scope, `${state.type}StateEntered`, () => ({
      stateEnteredEventDetails: { name: state.name, input: inputText, inputDetails: { truncated: false } },
    }));
    save(visit);
  });
  return visit;
}

/** Goes on in the state that a restart found the scope in. */
function reenter(scope: Scope, point: Checkpoint): Visit | undefined {
  scope.run.saved.delete(scope.path);
  const state = scope.program.states.get(point.state);
  if (!state) return undefined;
  scope.variables = point.variables;
  scope.lastEventId = point.lastEventId;
  return { scope, state, input: point.input, point };
}

/** Forgets what one attempt has left behind, before the next one or the next state. */
function clearAttempt({ scope, state, point }: Visit): void {
  delete point.waitUntil;
  delete point.started;
  delete point.token;
  delete point.submitted;
  delete point.answer;
  delete point.deadline;
  delete point.heartbeatDeadline;
  delete point.childArn;
  delete point.mapRunArn;
  if (state.type !== 'Parallel' && state.type !== 'Map') return;
  if (scope.run.record.type === 'STANDARD') {
    scope.engine.ports.store.deleteScopesBelow(scope.run.record.arn, scope.path);
  }
  for (const path of scope.run.saved.keys()) if (path.startsWith(`${scope.path}/`)) scope.run.saved.delete(path);
}

function recordEvaluation({ scope, state }: Visit, { error, cause, location }: QueryEvaluationError): void {
  record(scope, 'EvaluationFailed', () => ({
    evaluationFailedEventDetails: { error, cause, location, state: state.name },
  }));
}

function recordFailure(visit: Visit, failure: StateFailure): void {
  const { scope, state } = visit;
  if (failure instanceof QueryEvaluationError) recordEvaluation(visit, failure);
  if (state.type === 'Parallel' || state.type === 'Map') record(scope, `${state.type}StateFailed`);
}

/** Waits for the next attempt if the state has a retrier for the error that is not used up. */
async function retries(visit: Visit, failure: StateFailure): Promise<boolean> {
  const { scope, state, point } = visit;
  const delay = nextRetry(state.retry, point.retries, failure.error, scope.engine.random);
  if (delay === undefined) return false;
  clearAttempt(visit);
  const { clock } = scope.engine.ports;
  point.retryCount += 1;
  point.retryAt = clock.now() + delay;
  save(visit);
  await parkUntil(scope, clock, point.retryAt);
  delete point.retryAt;
  return true;
}

/** Goes to the state of the first catcher for the error; without one, the error ends the scope. */
async function fallBack(visit: Visit, failure: StateFailure): Promise<Outcome> {
  const catcher = findCatcher(visit.state.catch, failure.error);
  if (!catcher) throw failure;
  try {
    return await concludeCaught(visit, catcher, failure);
  } catch (thrown) {
    if (thrown instanceof QueryEvaluationError) recordEvaluation(visit, thrown);
    throw thrown;
  }
}

/** Attempts a state until it succeeds, is caught, or fails for good. */
async function visitState(visit: Visit): Promise<Outcome> {
  const { scope, state, point } = visit;
  if (point.retryAt !== undefined) {
    await parkUntil(scope, scope.engine.ports.clock, point.retryAt);
    delete point.retryAt;
  }
  for (;;) {
    try {
      return await state.attempt(visit);
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure instanceof Interruption) {
        if (failure.kind === 'sibling-failed' && abortable.includes(state.type))
          record(scope, `${state.type}StateAborted`);
        throw failure;
      }
      recordFailure(visit, failure);
      if (await retries(visit, failure)) continue;
      return await fallBack(visit, failure);
    }
  }
}

function exit(visit: Visit, outcome: Outcome): string {
  const { scope, state } = visit;
  const text = limitedText(outcome.output, `The output of the state '${state.name}'`);
  clearAttempt(visit);
  record(scope, `${state.type}StateExited`, () => ({
    stateExitedEventDetails: {
      name: state.name,
      output: text,
      outputDetails: { truncated: false },
      ...(outcome.assign && {
        assignedVariables: Object.fromEntries(
          Object.entries(outcome.assign).map(([name, value]) => [name, JSON.stringify(value)]),
        ),
      }),
    },
  }));
  if (outcome.assign) scope.variables = { ...scope.variables, ...outcome.assign };
  return text;
}

/** Runs the states of a scope, one after the other, to its output. */
export async function runScope(scope: Scope, input: Json): Promise<Json> {
  const stateOf = (name: string) => scope.program.states.get(name) as CompiledState;
  const saved = scope.run.saved.get(scope.path);
  let visit =
    (saved && reenter(scope, saved)) ?? enter(scope, stateOf(scope.program.startAt), input, JSON.stringify(input));
  for (let visited = 1; ; visited += 1) {
    // a loop of states that wait for nothing must let timers and other executions have their turn
    if (visited % statesPerTurn === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    const outcome = await visitState(visit);
    // an execution that was ended meanwhile must not write another word
    if (scope.cancellation.reason) throw scope.cancellation.reason;
    const text = exit(visit, outcome);
    if (outcome.next === undefined) return outcome.output;
    visit = enter(scope, stateOf(outcome.next), outcome.output, text);
  }
}
