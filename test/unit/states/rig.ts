import type { VirtualClock, Work } from '../../../local/clock/clock.ts';
import { createMemoryStore } from '../../../local/states/memory.store.ts';
import type { LambdaAnswer, StatesPorts } from '../../../local/states/ports.ts';
import { createStatesService, type StatesService } from '../../../local/states/service.ts';
import type { ExecutionStore, HistoryEvent, MachineType } from '../../../local/states/store.ts';

export const epoch = Date.parse('2026-11-30T00:00:00Z');

interface Timer {
  readonly at: number;
  readonly action: () => void | Promise<void>;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that only moves when it is told to, and a count of the work under way. */
export function manualTime(start = epoch) {
  let now = start;
  let running = 0;
  let idled = 0;
  const timers = new Set<Timer>();
  const clock: VirtualClock = {
    now: () => now,
    at(at, action) {
      const timer = { at, action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const work: Work = {
    begin() {
      running += 1;
      let open = true;
      return () => {
        if (!open) throw new Error('one piece of work was ended twice');
        open = false;
        running -= 1;
        if (running === 0) idled += 1;
      };
    },
  };
  const quiet = async () => {
    for (let turns = 0; running > 0 || turns < 2; turns += 1) {
      if (turns > 5000) throw new Error(`never quiet: ${running} pieces of work`);
      await turn();
    }
  };
  /** Moves to a time, firing every timer on the way at its own time, and waits for quiet after each. */
  const advanceTo = async (target: number) => {
    for (;;) {
      await quiet();
      const due = [...timers].filter((timer) => timer.at <= target).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      timers.delete(due);
      now = Math.max(now, due.at);
      await due.action();
    }
    now = target;
  };
  return {
    clock,
    work,
    quiet,
    advance: (seconds: number) => advanceTo(now + seconds * 1000),
    /** Moves on without waiting for quiet, as the wall clock does under a call that hangs. */
    async fire(seconds: number) {
      now += seconds * 1000;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        await timer.action();
      }
    },
    pendingTimers: () => timers.size,
    running: () => running,
    /** How often the last piece of work has ended: each time, a clock would think that the system is quiet. */
    idled: () => idled,
  };
}

/** What a function of a test does with its payload: a value is its answer, a thrown error its error. */
export type Functions = Readonly<Record<string, (payload: never, call: number) => unknown>>;

export interface RigOptions {
  readonly functions?: Functions;
  readonly integrations?: StatesPorts['integrations'];
  readonly objects?: Map<string, string>;
  readonly store?: ExecutionStore;
  readonly time?: ReturnType<typeof manualTime>;
  readonly random?: () => number;
  readonly maxRunningExpress?: number;
}

const objectsPort = (bodies: Map<string, string>): StatesPorts['objects'] => ({
  async get(bucket, key) {
    const body = bodies.get(`${bucket}/${key}`);
    if (body === undefined) throw new Error(`NoSuchKey: ${key}`);
    return new TextEncoder().encode(body);
  },
  async put(bucket, key, body) {
    bodies.set(`${bucket}/${key}`, body);
  },
  async list(bucket, prefix) {
    return [...bodies]
      .filter(([path]) => path.startsWith(`${bucket}/${prefix}`))
      .map(([path, body]) => ({
        Key: path.slice(bucket.length + 1),
        Size: body.length,
        ETag: '"etag"',
        LastModified: epoch / 1000,
      }));
  },
});

function lambdaPort(functions: Functions, calls: { name: string; payload: unknown; at: number }[], now: () => number) {
  return async (name: string, payload: unknown): Promise<LambdaAnswer> => {
    calls.push({ name, payload, at: now() - epoch });
    const run = functions[name];
    if (!run)
      throw Object.assign(new Error(`Function not found: ${name}`), { name: 'Lambda.ResourceNotFoundException' });
    const call = calls.filter((entry) => entry.name === name).length;
    try {
      return { payload: await run(payload as never, call) };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      if (errorType.startsWith('Lambda.')) throw error;
      const payloadOfError = { errorType, errorMessage };
      return { payload: payloadOfError, functionError: payloadOfError };
    }
  };
}

export const machineArn = (name: string) => `arn:aws:states:ap-northeast-1:000000000000:stateMachine:${name}`;

/** An error as a function of the product throws it: its name is its code. */
export const failWith = (name: string, message = 'it failed'): never => {
  throw Object.assign(new Error(message), { name });
};

export interface Described {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** A Step Functions service on a clock of its own, with functions and integrations that are plain objects. */
export function createRig(options: RigOptions = {}) {
  const time = options.time ?? manualTime();
  const store = options.store ?? createMemoryStore();
  const calls: { name: string; payload: unknown; at: number }[] = [];
  const service: StatesService = createStatesService({
    clock: time.clock,
    work: time.work,
    region: 'ap-northeast-1',
    account: '000000000000',
    invokeLambda: lambdaPort(options.functions ?? {}, calls, time.clock.now),
    integrations: options.integrations ?? {},
    objects: objectsPort(options.objects ?? new Map()),
    store,
    ...(options.random ? { random: options.random } : {}),
    ...(options.maxRunningExpress ? { maxRunningExpress: options.maxRunningExpress } : {}),
  });
  const call = async <T>(operation: string, request: unknown): Promise<T> => {
    const { status, body } = await service.handle(`AWSStepFunctions.${operation}`, request);
    if (status === 200) return body as T;
    const { __type: name, message } = body as { __type: string; message: string };
    throw Object.assign(new Error(message), { name });
  };
  const create = (name: string, definition: object, type: MachineType = 'STANDARD') => {
    service.createStateMachine({
      arn: machineArn(name),
      name,
      type,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
    });
    return machineArn(name);
  };
  const start = (arn: string, input: unknown = {}, name?: string) =>
    service.startExecution({ stateMachineArn: arn, input: JSON.stringify(input), name }).executionArn;
  const describe = (executionArn: string) => call<Described>('DescribeExecution', { executionArn });
  return {
    service,
    store,
    time,
    calls,
    call,
    create,
    start,
    describe,
    /** Creates a machine, runs it as long as nothing has to wait, and says how it stands. */
    async run(definition: object, input: unknown = {}) {
      const arn = start(create('Machine', definition), input);
      await time.quiet();
      const described = await describe(arn);
      return {
        ...described,
        arn,
        result: described.output === undefined ? undefined : (JSON.parse(described.output) as unknown),
      };
    },
    async history(arn: string) {
      const { events } = await call<{ events: (HistoryEvent & Record<string, unknown>)[] }>('GetExecutionHistory', {
        executionArn: arn,
        maxResults: 1000,
      });
      return events;
    },
    async result(arn: string) {
      const { status, output, error, cause } = await describe(arn);
      return status === 'SUCCEEDED' ? (JSON.parse(output ?? 'null') as unknown) : { status, error, cause };
    },
  };
}

/** A machine of one state, which ends it. */
export const only = (state: object, name = 'Only') => ({ StartAt: name, States: { [name]: { ...state, End: true } } });

/** A task that invokes a function. */
export const invoke = (name: string, payload: unknown = '{% $states.input %}', more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: name, Payload: payload },
  Output: '{% $states.result.Payload %}',
  ...more,
});
