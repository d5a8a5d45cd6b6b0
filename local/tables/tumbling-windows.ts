import type { VirtualClock } from '../clock/clock.ts';
import type { InvocationResult } from '../lambda/function.ts';

export interface TumblingWindowOptions {
  /** TumblingWindowInSeconds of the event source mapping. */
  readonly seconds: number;
  readonly streamArn: string;
  readonly clock: VirtualClock;
  readonly invoke: (payload: string) => Promise<InvocationResult>;
}

type State = Record<string, unknown>;

/** Calls the function with the records of a shard, and with what a windowed event has besides. */
export type InvokeWindowed = (shardId: string, records: readonly unknown[]) => Promise<InvocationResult>;

interface Shard {
  readonly startMs: number;
  readonly state: State;
}

/**
 * The windows of a mapping with TumblingWindowInSeconds: every event names its shard and its window and brings the state that
 * the call before it answered; at the window's end comes a call without records (Lambda developer guide, "Implementing
 * stateful DynamoDB stream processing"). An answer without `state` is a failed call.
 */
export function tumblingWindows({ seconds, streamArn, clock, invoke }: TumblingWindowOptions): InvokeWindowed {
  const lengthMs = seconds * 1000;
  const shards = new Map<string, Shard>();
  const turns = new Map<string, Promise<unknown>>();

  const call = async (shardId: string, { startMs, state }: Shard, records: readonly unknown[], isFinal: boolean) => {
    const event = {
      Records: records,
      window: { start: new Date(startMs).toISOString(), end: new Date(startMs + lengthMs).toISOString() },
      state,
      shardId,
      eventSourceARN: streamArn,
      isFinalInvokeForWindow: isFinal,
      isWindowTerminatedEarly: false,
    };
    const result = await invoke(JSON.stringify(event));
    const answered = result.functionError ? undefined : stateIn(result.payload);
    if (!answered) return { ...result, functionError: 'Unhandled' as const };
    if (isFinal) shards.delete(shardId);
    else shards.set(shardId, { startMs, state: answered });
    return result;
  };

  /** One call at a time per shard: the end of a window and a batch of the next one do not meet. */
  const inTurn = <Result>(shardId: string, work: () => Promise<Result>): Promise<Result> => {
    const turn = (turns.get(shardId) ?? Promise.resolve()).then(work, work);
    turns.set(shardId, turn);
    return turn;
  };

  const close = async (shardId: string, startMs: number): Promise<InvocationResult | undefined> => {
    const shard = shards.get(shardId);
    return shard?.startMs === startMs ? call(shardId, shard, [], true) : undefined;
  };

  return (shardId, records) =>
    inTurn(shardId, async () => {
      const startMs = Math.floor(clock.now() / lengthMs) * lengthMs;
      const open = shards.get(shardId);
      if (open && open.startMs !== startMs) {
        const closed = await close(shardId, open.startMs); // its own time to end has come and not succeeded
        if (closed?.functionError) return closed;
      }
      if (open?.startMs !== startMs) {
        clock.at(startMs + lengthMs, async () => {
          await inTurn(shardId, () => close(shardId, startMs));
        });
      }
      return call(shardId, shards.get(shardId) ?? { startMs, state: {} }, records, false);
    });
}

function stateIn(payload: string): State | undefined {
  const answer = JSON.parse(payload) as { state?: unknown } | null;
  const state = answer?.state;
  return typeof state === 'object' && state !== null && !Array.isArray(state) ? (state as State) : undefined;
}
