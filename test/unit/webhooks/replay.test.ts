import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../functions/webhooks/endpoint.ts';
import { isInReplay } from '../../../functions/webhooks/replay.ts';
import { aReplay, recorded, webhookMachine, webhookWorld } from '../../support/webhook-world.ts';
import { createRig, manualTime } from '../states/rig.ts';

const count = 25;

async function setUp(before?: (call: string) => void) {
  const time = manualTime();
  const world = await webhookWorld(time.clock, before);
  for (let position = 1; position <= count; position++) {
    world.events.push(recorded(position, position % 5 === 0 ? 'buyer_application.decided' : 'order.confirmed'));
  }
  const rig = createRig({ functions: world.functions, time, random: () => 1 });
  const machine = rig.create('Replay', webhookMachine('webhook-replay'));
  const wanted = world.events.filter(({ type }) => type.startsWith('order.')).map(({ id }) => id);
  return {
    ...{ time, world, wanted },
    start: async (...replayIds: readonly string[]) => {
      for (const replayId of replayIds.length > 0 ? replayIds : ['whr_1']) {
        rig.start(machine, { merchantId: 'mer_a', endpointId: 'whe_1', replayId });
      }
      await time.quiet();
    },
    replay: () => world.replays.get('whr_1'),
  };
}

/** Each once, at its first arrival. */
const firstOf = (ids: readonly string[]) => [...new Set(ids)];

describe('a replay', () => {
  test('brings all that the endpoint wants, in the order in which it was recorded, and ends', async () => {
    const { world, wanted, start, replay } = await setUp();
    await start();
    expect(world.taken).toEqual(wanted);
    expect(replay()).toMatchObject({ state: 'completed', delivered: wanted.length, next: count + 1 });
  });

  test('lets all others wait behind one that is not taken', async () => {
    const { world, time, wanted, start, replay } = await setUp();
    world.script.push({ status: 200 }, { status: 500 }, { status: 500 });
    await start();
    expect(replay()).toMatchObject({ state: 'waiting', delivered: 1, tries: 1 });
    await time.advance(60);
    expect(replay()).toMatchObject({ state: 'waiting', delivered: 1, tries: 2 });
    await time.advance(3600);
    expect(world.taken).toEqual(wanted);
    expect(replay()).toMatchObject({ state: 'completed', delivered: wanted.length });
    expect(world.deliveries.get(2)?.attempts.map(({ status }) => status)).toEqual([500, 500, 200]);
  });

  test('ends where it stands when one is not taken for three days', async () => {
    const { world, time, start, replay } = await setUp();
    world.script.push({ status: 200 }, ...Array.from({ length: 10 }, () => ({ error: 'timed_out' as const })));
    await start();
    await time.advance(4 * 86_400);
    expect(replay()).toMatchObject({ state: 'failed', stateReason: 'receiver_failed', delivered: 1, next: 2 });
    expect([world.asked(), time.pendingTimers()]).toEqual([11, 0]);
  });

  test('ends when the endpoint is turned off', async () => {
    const { world, time, start, replay } = await setUp();
    world.script.push({ status: 410 });
    await start();
    await time.advance(60);
    expect(replay()).toMatchObject({ state: 'failed', stateReason: 'endpoint_disabled', delivered: 0 });
    expect(world.asked()).toBe(1);
  });

  test.for([
    'take turn',
    'take turn done',
    'open',
    'open done',
    'post',
    'post done',
    'keep',
    'keep done',
    'save replay',
    'save replay done',
  ])('whose process ends at "%s" loses nothing and keeps the order', async (fatal) => {
    let calls = 0;
    const { world, time, wanted, start, replay } = await setUp((call) => {
      if (call !== fatal) return;
      calls += 1;
      if (calls === 1 || calls === 3) throw new Error('the process ended');
    });
    await start();
    await time.advance(3600);
    expect(firstOf(world.taken)).toEqual(wanted);
    expect(world.taken.length - wanted.length).toBeLessThanOrEqual(2); // one more for each end after a sending
    expect(replay()).toMatchObject({ state: 'completed' });
    expect([...world.deliveries.values()].every(({ state }) => state === 'delivered')).toBe(true);
  });
});

describe('two replays of one endpoint', () => {
  const both = async () => {
    const its = await setUp();
    for (const replayId of ['whr_1', 'whr_2']) its.world.replays.set(replayId, { ...aReplay(count), replayId });
    return its;
  };
  const stateOf = (its: Awaited<ReturnType<typeof both>>, replayId: string) => its.world.replays.get(replayId)?.state;

  test('go one after the other, each in order', async () => {
    const its = await both();
    await its.start('whr_1', 'whr_2');
    expect([its.world.taken, stateOf(its, 'whr_1'), stateOf(its, 'whr_2')]).toEqual([
      its.wanted,
      'completed',
      'waiting',
    ]);
    await its.time.advance(600);
    expect([its.world.taken, stateOf(its, 'whr_2')]).toEqual([[...its.wanted, ...its.wanted], 'completed']);
  });

  test('do not wait for one whose process ended in its turn', async () => {
    const its = await both();
    const { clock } = its.time;
    const at = (ms: number) => new Date(clock.now() + ms).toISOString();
    await its.world.ports.replays.takeTurn({ ...aReplay(count), replayId: 'whr_dead' }, at(0), at(240_000));
    await its.start('whr_1');
    expect(stateOf(its, 'whr_1')).toBe('waiting');
    await its.time.advance(600);
    expect(stateOf(its, 'whr_1')).toBe('completed');
  });

  test('do not wait for one that waits for the receiver', async () => {
    const its = await both();
    its.world.script.push({ status: 500 });
    await its.start('whr_1');
    expect(stateOf(its, 'whr_1')).toBe('waiting');
    await its.start('whr_2');
    expect(stateOf(its, 'whr_2')).toBe('completed');
    await its.time.advance(600);
    expect(stateOf(its, 'whr_1')).toBe('completed');
  });

  test('where one is of a single event: that one waits for nobody', async () => {
    const its = await both();
    its.world.replays.set('whr_2', { ...aReplay(1), replayId: 'whr_2', eventId: 'evt_1' });
    await its.start('whr_1', 'whr_2');
    expect([stateOf(its, 'whr_1'), stateOf(its, 'whr_2')]).toEqual(['completed', 'completed']);
  });
});

describe('the range of a replay', () => {
  const endpoint = { events: ['order.*'] } as Endpoint;
  const at = (occurredAt: string, type = 'order.confirmed') => ({ id: 'evt_1', type, occurredAt });
  const range = { ...aReplay(1), from: '2026-11-02T00:00:00.000Z', to: '2026-11-03T00:00:00.000Z' };

  test.for([
    ['2026-11-01T23:59:59.999Z', false],
    ['2026-11-02T00:00:00.000Z', true],
    ['2026-11-02T23:59:59.999Z', true],
    ['2026-11-03T00:00:00.000Z', false],
  ] as const)('with an event of %s: %s', ([occurredAt, expected]) => {
    expect(isInReplay(range, endpoint, at(occurredAt))).toBe(expected);
  });

  test('keeps to the filter of the endpoint, unless one event was named', () => {
    const other = at('2026-11-02T00:00:00.000Z', 'buyer_application.decided');
    expect(isInReplay(range, endpoint, other)).toBe(false);
    expect(isInReplay({ ...aReplay(1), eventId: 'evt_1' }, endpoint, other)).toBe(true);
    expect(isInReplay({ ...aReplay(1), eventId: 'evt_2' }, endpoint, other)).toBe(false);
  });
});
