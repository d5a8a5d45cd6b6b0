import { describe, expect, test } from 'vitest';
import { deliverEvent } from '../../../functions/webhooks/deliver.ts';
import { recorded, webhookMachine, webhookWorld } from '../../support/webhook-world.ts';
import { createRig, epoch, manualTime } from '../states/rig.ts';

const placed = { event: recorded(1), position: 1 };

/** Calls until nothing is broken any more, as the queue does. */
async function untilDone(work: () => Promise<void>): Promise<number> {
  for (let calls = 1; ; calls++) {
    try {
      await work();
      return calls;
    } catch (error) {
      if (calls === 5) throw error;
    }
  }
}

/** Ends the process at the named moment, once. */
function dyingAt(fatal: string): (call: string) => void {
  let isAlive = true;
  return (call) => {
    if (call !== fatal || !isAlive) return;
    isAlive = false;
    throw new Error('the process ended');
  };
}

async function setUp(before?: (call: string) => void) {
  const time = manualTime();
  const world = await webhookWorld(time.clock, before);
  world.events.push(recorded(1));
  const rig = createRig({ functions: world.functions, time, random: () => 1 });
  const machine = rig.create('Delivery', webhookMachine('webhook-delivery'));
  return {
    ...{ time, world, rig },
    deliver: () => untilDone(() => deliverEvent(world.ports, placed)),
    /** The retries that the first attempt left to do. */
    retry: async () => {
      const arns = [...world.started].map(([, input]) => rig.start(machine, input));
      await time.quiet();
      return arns[0];
    },
    days: (days: number) => time.advance(days * 86_400),
  };
}

describe('an event', () => {
  test('that is taken at once is delivered and not brought again', async () => {
    const { world, deliver } = await setUp();
    expect(await deliver()).toBe(1);
    await deliver();
    expect([world.taken, world.asked(), world.started.size]).toEqual([['evt_1'], 1, 0]);
    expect(world.deliveries.get(1)).toMatchObject({ state: 'delivered', tries: 0 });
  });

  test('that the endpoint does not want is not brought', async () => {
    const { world, deliver } = await setUp();
    world.change({ events: ['buyer_application.*', 'order.cancelled'] });
    await deliver();
    expect([world.asked(), world.deliveries.size]).toEqual([0, 0]);
  });

  test('that is not taken is tried again by the schedule, until it is', async () => {
    const { world, time, deliver, retry, days } = await setUp();
    world.script.push({ status: 503 }, { error: 'timed_out' }, { status: 302 });
    await deliver();
    await retry();
    await days(1);
    const attempts = world.deliveries.get(1)?.attempts ?? [];
    expect(attempts.map(({ at }) => (Date.parse(at) - epoch) / 1000)).toEqual([0, 5, 305, 2105]);
    expect(attempts.map(({ status, error }) => status ?? error)).toEqual([503, 'timed_out', 302, 200]);
    expect(world.counted).toEqual([{ status: 503 }, { error: 'timed_out' }, { status: 302 }, { status: 200 }]);
    expect(world.deliveries.get(1)).toMatchObject({ state: 'delivered' });
    expect([world.taken, time.pendingTimers()]).toEqual([['evt_1'], 0]);
  });

  test('waits for a slow receiver five seconds at first, two while it is failing, and as long as it may in retries', async () => {
    const { world, deliver, retry, days } = await setUp();
    world.script.push({ error: 'timed_out' }, { error: 'timed_out' });
    world.events.push(recorded(2));
    await deliver();
    await deliverEvent(world.ports, { event: recorded(2), position: 2 });
    await retry();
    await days(1);
    expect(world.waited).toEqual([5000, 2000, undefined, undefined]);
    expect(world.taken.toSorted()).toEqual(['evt_1', 'evt_2']);
  });

  test('that is never taken is given up after ten attempts; the endpoint stays', async () => {
    const { world, time, deliver, retry, days } = await setUp();
    world.script.push(...Array.from({ length: 20 }, () => ({ status: 500 })));
    await deliver();
    await retry();
    await days(4);
    expect(world.deliveries.get(1)).toMatchObject({ state: 'failed', tries: 10 });
    expect([world.asked(), time.pendingTimers(), world.endpoint().state]).toEqual([10, 0, 'enabled']);
  });

  test('is abandoned when its endpoint is turned off while it waits', async () => {
    for (const state of ['disabled', 'deleted'] as const) {
      const { world, deliver, retry, days } = await setUp();
      world.script.push({ status: 500 });
      await deliver();
      await retry();
      world.change({ state });
      await days(4);
      expect([world.deliveries.get(1)?.state, world.asked()]).toEqual(['abandoned', 1]);
    }
  });

  test('that is answered 410 turns the endpoint off and is not tried again', async () => {
    const { world, deliver } = await setUp();
    world.script.push({ status: 410 });
    await deliver();
    expect(world.endpoint()).toMatchObject({
      state: 'disabled',
      stateReason: 'gone',
      actor: { by: 'system:deliver-webhooks' },
    });
    expect([world.deliveries.get(1)?.state, world.started.size]).toEqual(['failed', 0]);
  });

  test('of an endpoint that has failed for five days turns it off', async () => {
    const { world, deliver, retry, days } = await setUp();
    world.script.push(...Array.from({ length: 20 }, () => ({ status: 500 })));
    await deliver();
    await retry();
    await days(5);
    await deliverEvent(world.ports, { event: recorded(2), position: 2 });
    expect(world.endpoint()).toMatchObject({ state: 'disabled', stateReason: 'failing' });
  });
});

describe('an endpoint that has failed, and then was not called for days', () => {
  test('is not turned off by one failure more: nobody knows that it failed all the time', async () => {
    const { world, deliver, retry, days } = await setUp();
    world.script.push(...Array.from({ length: 10 }, () => ({ status: 500 })));
    await deliver();
    await retry();
    await days(9);
    world.script.push({ status: 503 });
    await deliverEvent(world.ports, { event: recorded(2), position: 2 });
    expect(world.endpoint().state).toBe('enabled');
    expect(world.deliveries.get(2)).toMatchObject({ state: 'retrying', tries: 1 });
  });
});

describe('an event that a replay tried in vain before its own turn came', () => {
  const replayed = async () => {
    const its = await setUp();
    its.world.script.push({ status: 500 });
    await its.world.functions.replayEventsStep({ merchantId: 'mer_a', endpointId: 'whe_1', replayId: 'whr_1' });
    expect(its.world.deliveries.get(1)).toMatchObject({ state: 'failed', tries: 0 });
    return its;
  };

  test('is attempted in its turn, and by the schedule after that', async () => {
    const { world, deliver, retry, days } = await replayed();
    world.script.push({ status: 500 });
    await deliver();
    expect([world.deliveries.get(1)?.state, world.started.size]).toEqual(['retrying', 1]);
    await retry();
    await days(1);
    expect(world.deliveries.get(1)).toMatchObject({ state: 'delivered' });
  });

  test('and has taken by then is not brought again', async () => {
    const { world, deliver } = await replayed();
    await world.functions.replayEventsStep({ merchantId: 'mer_a', endpointId: 'whe_1', replayId: 'whr_1' });
    await deliver();
    expect([world.taken, world.asked()]).toEqual([['evt_1'], 2]);
  });
});

describe('a process that ends', () => {
  const first = ['open', 'open done', 'post', 'post done', 'keep', 'keep done'];

  test.for(first)('at "%s" of the first attempt loses nothing: the event is taken, under one id', async (fatal) => {
    const { world, deliver } = await setUp(dyingAt(fatal));
    expect(await deliver()).toBe(2);
    expect(new Set(world.taken)).toEqual(new Set(['evt_1']));
    expect(world.deliveries.get(1)).toMatchObject({ state: 'delivered' });
  });

  const failing = [...first, 'note failure', 'note failure done', 'start', 'start done'];

  test.for(failing)('at "%s" after a first attempt that failed still starts the retries, once', async (fatal) => {
    const { world, deliver, retry, days } = await setUp(dyingAt(fatal));
    world.script.push({ status: 500 }, { status: 500 });
    expect(await deliver()).toBe(2);
    expect(world.started.size).toBe(1);
    await retry();
    await days(1);
    expect(world.deliveries.get(1)).toMatchObject({ state: 'delivered' });
    expect(new Set(world.taken)).toEqual(new Set(['evt_1']));
  });

  test.for(['post', 'post done', 'note recovery', 'keep', 'keep done'])(
    'at "%s" of a retry is made up for: the step runs again',
    async (fatal) => {
      let armed = false;
      const die = dyingAt(fatal);
      const { world, rig, deliver, retry, days } = await setUp((call) => armed && die(call));
      world.script.push({ status: 500 });
      await deliver();
      armed = true;
      const arn = await retry();
      await days(1);
      expect(world.deliveries.get(1)).toMatchObject({ state: 'delivered' });
      expect(new Set(world.taken)).toEqual(new Set(['evt_1']));
      expect(await rig.describe(arn ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    },
  );
});
