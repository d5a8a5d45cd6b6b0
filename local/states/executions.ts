import { AwsError } from './aws-error.ts';
import type { Engine, MapChildRequest, StartRequest } from './engine.ts';
import { executionArn, executionName } from './execution-names.ts';
import { interrupt, isKept, launch, type Registry } from './execution-run.ts';
import { Interruption } from './failure.ts';
import type { Json } from './json.ts';
import type { Machine } from './machine.ts';
import type { Machines } from './machines.ts';
import { isTooLarge, limitedText } from './payload.ts';
import type { ExecutionRecord, ExecutionStore } from './store.ts';

// a name is free again "90 days after the execution was closed" (StartExecution)
const nameKeptFor = 90 * 24 * 3600 * 1000;

interface Executions extends Pick<Engine, 'start' | 'startMapChild' | 'whenEnded' | 'abort'> {
  /** Continues what was running when the store was last used. */
  resume(): void;
  stop(): void;
}

function parseInput(text: string): Json {
  if (isTooLarge(text)) {
    throw new AwsError('ValidationException', "Value at 'input' failed to satisfy constraint: at most 262144 bytes.");
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${(error as Error).message}'`);
  }
}

/**
 * A Standard execution's name is used once: the same name with the same input is the same running execution, and anything else
 * under that name is refused (StartExecution, "idempotent").
 */
function sameExecution(store: ExecutionStore, arn: string, input: string, now: number): ExecutionRecord | undefined {
  const known = store.execution(arn);
  if (!known) return undefined;
  if (known.status === 'RUNNING' && known.input === input) return known;
  if (known.stoppedAt !== undefined && now - known.stoppedAt > nameKeptFor) {
    store.deleteExecution(arn);
    return undefined;
  }
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
}

function begin(
  registry: Registry,
  machine: Machine,
  record: ExecutionRecord,
  run: { program: Machine['program']; input: Json },
) {
  const { store, clock, onStatusChange } = registry.engine().ports;
  if (isKept(record)) {
    store.atomically(() => {
      store.putExecution(record);
      if (record.type === 'EXPRESS') return;
      const details = { input: record.input, inputDetails: { truncated: false }, roleArn: machine.roleArn };
      const timestamp = clock.now();
      store.addEvent(record.arn, {
        id: 1,
        previousEventId: 0,
        timestamp,
        type: 'ExecutionStarted',
        details: { executionStartedEventDetails: details },
      });
    });
  }
  onStatusChange?.(record);
  launch(registry, { record, machine, ...run, saved: new Map() });
  return record;
}

function start(registry: Registry, machine: Machine, request: StartRequest): ExecutionRecord {
  const { store, clock, maxRunningExpress } = registry.engine().ports;
  const inputText = request.input ?? '{}';
  const name = executionName(request.name);
  const input = parseInput(inputText);
  const arn = executionArn(machine.arn, machine.type, name);
  if (machine.type === 'STANDARD') {
    const same = sameExecution(store, arn, inputText, clock.now());
    if (same) return same;
  } else if (registry.runningExpress >= (maxRunningExpress ?? Infinity)) {
    throw new AwsError('ExecutionLimitExceeded', `More than ${maxRunningExpress} Express executions are running.`);
  }
  const record: ExecutionRecord = {
    arn,
    machineArn: machine.arn,
    revision: machine.revision,
    name,
    type: machine.type,
    startedAt: clock.now(),
    input: inputText,
    status: 'RUNNING',
  };
  return begin(registry, machine, record, { program: machine.program, input });
}

function startMapChild(registry: Registry, request: MapChildRequest): ExecutionRecord {
  const { parent, processor, mapRunArn, input, itemCount } = request;
  const name = executionName(undefined);
  const machineArn = `${parent.machine.arn}/${processor.label}`;
  const record: ExecutionRecord = {
    arn: executionArn(machineArn, processor.type, name),
    machineArn,
    revision: parent.machine.revision,
    name,
    type: processor.type,
    startedAt: registry.engine().ports.clock.now(),
    input: limitedText(input, 'The input of a child execution'),
    mapRunArn,
    itemCount,
    status: 'RUNNING',
  };
  return begin(registry, parent.machine, record, { program: processor.program, input });
}

/** Continues one execution, or ends it when it cannot be: an Express one is lost, and a definition may be gone. */
function resumeOne(registry: Registry, machines: Machines, record: ExecutionRecord): void {
  const { ports, tokens } = registry.engine();
  const found = record.type === 'STANDARD' ? machines.programOf(record) : undefined;
  if (!found) {
    const cause = record.type === 'EXPRESS' ? 'The runtime was restarted.' : 'Its definition is not known any more.';
    ports.store.putExecution({
      ...record,
      status: 'ABORTED',
      error: 'States.Runtime',
      cause,
      stoppedAt: ports.clock.now(),
    });
    return;
  }
  const saved = ports.store.scopes(record.arn);
  for (const { token, submitted, answer } of saved.values()) if (token && submitted && !answer) tokens.reserve(token);
  launch(registry, { record, ...found, input: JSON.parse(record.input) as Json, saved });
}

/** Starts, ends, and after a restart continues executions. */
export function createExecutions(engine: () => Engine, machines: Machines): Executions {
  const registry: Registry = { engine, live: new Map(), runningExpress: 0 };
  return {
    start: (request) => start(registry, machines.get(request.stateMachineArn), request),
    startMapChild: (request) => startMapChild(registry, request),
    whenEnded(arn, listener) {
      const entry = registry.live.get(arn);
      if (entry) {
        entry.listeners.add(listener);
        return () => entry.listeners.delete(listener);
      }
      const ended = engine().ports.store.execution(arn);
      if (!ended) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
      listener(ended);
      return () => undefined;
    },
    abort(arn, error, cause) {
      const entry = registry.live.get(arn);
      if (entry) interrupt(registry, entry, new Interruption('aborted', error, cause));
    },
    resume() {
      // Express children first: a map run that is continued starts its lost ones anew
      const running = engine()
        .ports.store.running()
        .toSorted((a, b) => a.type.localeCompare(b.type));
      for (const record of running) if (!registry.live.has(record.arn)) resumeOne(registry, machines, record);
    },
    stop() {
      for (const entry of [...registry.live.values()]) {
        entry.offTimeout();
        interrupt(registry, entry, new Interruption('shutdown'));
      }
      registry.live.clear();
    },
  };
}
