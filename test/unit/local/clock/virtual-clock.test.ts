import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { createWorkMeter } from '../../../../local/clock/work.ts';

const start = Date.parse('2026-12-01T00:00:00Z');
const minutes = (count: number): number => start + count * 60_000;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const newClock = (quietLimitMs = 5000) => {
  const work = createWorkMeter();
  const clock = createVirtualClock({ work, startMs: start, quietLimitMs });
  return { work, clock };
};

describe('the virtual clock', () => {
  test('ticks with real time and fires what falls due', async () => {
    const { clock } = newClock();
    const fired: string[] = [];
    clock.at(clock.now() + 30, () => void fired.push('second'));
    clock.at(clock.now() + 10, () => void fired.push('first'));
    const cancel = clock.at(clock.now() + 20, () => void fired.push('called off'));
    cancel();
    await sleep(80);
    expect(fired).toEqual(['first', 'second']);
    expect(clock.now() - start).toBeGreaterThanOrEqual(75);
    clock.stop();
  });

  test('advances from one due instant to the next and stands exactly at it while its timers run', async () => {
    const { clock } = newClock();
    const seen: [string, number][] = [];
    clock.at(minutes(10), () => void seen.push(['ten', clock.now()]));
    clock.at(minutes(5), async () => {
      seen.push(['five', clock.now()]);
      await sleep(20);
      clock.at(minutes(7), () => void seen.push(['seven, set at five', clock.now()]));
    });
    clock.at(minutes(11), () => void seen.push(['eleven', clock.now()]));
    expect(await clock.advanceTo(minutes(10))).toBe(3);
    expect(seen).toEqual([
      ['five', minutes(5)],
      ['seven, set at five', minutes(7)],
      ['ten', minutes(10)],
    ]);
    clock.stop();
  });

  test('waits for work in progress before it takes the next timer', async () => {
    const { clock, work } = newClock();
    const order: string[] = [];
    clock.at(minutes(1), () => {
      const done = work.begin('a task');
      setTimeout(() => {
        order.push('the task is done');
        done();
      }, 40);
    });
    clock.at(minutes(2), () => void order.push('next timer'));
    await clock.advanceTo(minutes(3));
    expect(order).toEqual(['the task is done', 'next timer']);
    clock.stop();
  });

  test('asks the probes again until nothing has happened between two answers', async () => {
    const { clock, work } = newClock();
    const unread = ['record'];
    const handled: string[] = [];
    clock.addProbe(async () => {
      const record = unread.shift();
      if (record === undefined) return true;
      const done = work.begin(record);
      setTimeout(() => {
        handled.push(record);
        if (handled.length < 3) unread.push(`${record}'`);
        done();
      }, 10);
      return false;
    });
    await clock.advanceTo(minutes(1));
    expect(handled).toEqual(['record', "record'", "record''"]);
    clock.stop();
  });

  test('never goes back, and takes advances one after the other', async () => {
    const { clock } = newClock();
    const [far, near] = await Promise.all([clock.advanceTo(minutes(60)), clock.advanceTo(minutes(30))]);
    expect([far, near]).toEqual([0, 0]);
    expect(clock.now()).toBeGreaterThanOrEqual(minutes(60));
    expect(clock.now()).toBeLessThan(minutes(61));
    clock.stop();
  });

  test('adds up the steps that are asked for while it advances', async () => {
    const { clock } = newClock();
    const fired: string[] = [];
    clock.at(minutes(3), () => sleep(20));
    clock.at(minutes(64), () => void fired.push('64'));
    await Promise.all([clock.advanceBy(5 * 60_000), clock.advanceBy(60 * 60_000)]);
    expect(fired).toEqual(['64']);
    clock.stop();
  });

  test('stands still while it advances', async () => {
    const { clock, work } = newClock();
    const done = work.begin('a slow task');
    const advance = clock.advanceTo(minutes(1));
    await sleep(5);
    const before = clock.now();
    await sleep(30);
    expect(clock.now()).toBe(before);
    done();
    await advance;
    clock.stop();
  });

  test('says what keeps running when the system never becomes quiet', async () => {
    const { clock, work } = newClock(50);
    work.begin('lambda:endless');
    await expect(clock.advanceTo(minutes(1))).rejects.toThrow(/did not become quiet.*lambda:endless/);
    clock.stop();
  });
});
