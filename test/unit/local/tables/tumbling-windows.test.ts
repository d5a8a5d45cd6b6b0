import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { createWorkMeter } from '../../../../local/clock/work.ts';
import { tumblingWindows } from '../../../../local/tables/tumbling-windows.ts';

const start = Date.parse('2026-12-01T00:00:10Z');

interface Event {
  readonly Records: unknown[];
  readonly window: { readonly start: string; readonly end: string };
  readonly state: { readonly count?: number };
  readonly shardId: string;
  readonly isFinalInvokeForWindow: boolean;
}

/** A function that counts records in the state of its window. */
function counting(answer: (event: Event) => object | undefined = countIn) {
  const clock = createVirtualClock({ work: createWorkMeter(), startMs: start });
  const events: Event[] = [];
  const run = tumblingWindows({
    seconds: 60,
    streamArn: 'arn:stream',
    clock,
    invoke: async (payload) => {
      const event = JSON.parse(payload) as Event;
      events.push(event);
      const base = { requestId: 'r', durationMs: 1, logs: '' };
      return { ...base, payload: JSON.stringify(answer(event) ?? null) };
    },
  });
  return { clock, events, run };
}

const countIn = ({ state, Records }: Event) => ({ state: { count: (state.count ?? 0) + Records.length } });
const shown = ({ Records, state, isFinalInvokeForWindow }: Event) => [Records.length, state, isFinalInvokeForWindow];

describe('a tumbling window', () => {
  test('names its shard and its bounds', async () => {
    const { clock, events, run } = counting();
    await run('shardId-1', [{}]);
    expect(events[0]).toMatchObject({
      shardId: 'shardId-1',
      eventSourceARN: 'arn:stream',
      window: { start: '2026-12-01T00:00:00.000Z', end: '2026-12-01T00:01:00.000Z' },
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
    });
    clock.stop();
  });

  test('carries the state from call to call, ends with a call without records, and begins anew', async () => {
    const { clock, events, run } = counting();
    await run('shardId-1', [{}, {}]);
    await run('shardId-1', [{}]);
    await clock.advanceTo(start + 60_000);
    await run('shardId-1', [{}]);
    expect(events.map(shown)).toEqual([
      [2, {}, false],
      [1, { count: 2 }, false],
      [0, { count: 3 }, true],
      [1, {}, false],
    ]);
    clock.stop();
  });

  test('belongs to one shard', async () => {
    const { clock, events, run } = counting();
    await run('shardId-1', [{}, {}]);
    await run('shardId-2', [{}]);
    expect(events.map(({ state }) => state)).toEqual([{}, {}]);
    clock.stop();
  });

  test('fails the call whose answer has no state, and keeps the state of before', async () => {
    let broken = false;
    const { clock, events, run } = counting((event) => (broken ? undefined : countIn(event)));
    await run('shardId-1', [{}]);
    broken = true;
    expect((await run('shardId-1', [{}])).functionError).toBe('Unhandled');
    broken = false;
    expect((await run('shardId-1', [{}])).functionError).toBeUndefined();
    expect(events.map(({ state }) => state)).toEqual([{}, { count: 1 }, { count: 1 }]);
    clock.stop();
  });

  test('that could not end goes first when there is more to do', async () => {
    let broken = false;
    const { clock, events, run } = counting((event) =>
      broken && event.isFinalInvokeForWindow ? undefined : countIn(event),
    );
    await run('shardId-1', [{}]);
    broken = true;
    await clock.advanceTo(start + 60_000);
    expect((await run('shardId-1', [{}])).functionError).toBe('Unhandled');
    broken = false;
    await run('shardId-1', [{}]);
    expect(events.slice(-2).map(shown)).toEqual([
      [0, { count: 1 }, true],
      [1, {}, false],
    ]);
    clock.stop();
  });
});
