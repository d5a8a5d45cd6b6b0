import { describe, expect, test } from 'vitest';
import { openClock } from '../../../../local/clock/open-clock.ts';
import { createWorkMeter } from '../../../../local/clock/work.ts';
import { memoryStore, type Store } from '../../../../local/store/store.ts';

const day = 86_400_000;
const open = (store: Store, clock?: string) => {
  const opened = openClock(clock === undefined ? {} : { clock }, store, createWorkMeter(), () => {});
  opened.stop();
  return opened;
};

describe('the clock of a data folder', () => {
  test('begins at real time, or where --clock says, in the past too', () => {
    const before = Date.now();
    const now = open(memoryStore()).now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
    const past = open(memoryStore(), '2020-01-01T00:00:00Z').now();
    expect(new Date(past).toISOString()).toMatch(/^2020-01-01T00:/);
  });

  test('goes on at the same distance from real time, even after a process that was killed', async () => {
    const store = memoryStore();
    const first = open(store);
    await first.advanceTo(Date.now() + 90 * day);
    const again = open(store);
    const before = first.now();
    const now = again.now();
    expect(now).toBeGreaterThanOrEqual(before - 1); // each of them rounds to a millisecond
    expect(now).toBeLessThanOrEqual(first.now() + 1);
  });

  test('comes back no earlier than what happened in an advance that was killed', async () => {
    const store = memoryStore();
    const first = open(store);
    const seenMs = await new Promise<number>((resolve) => {
      first.at(Date.now() + 30 * day, () => resolve(first.now()));
      first.at(Date.now() + 30 * day + 1, () => new Promise(() => {})); // where the process is killed
      void first.advanceTo(Date.now() + 90 * day);
    });
    const againMs = open(store).now();
    expect(againMs).toBeGreaterThanOrEqual(seenMs);
    expect(againMs).toBeLessThan(Date.now() + 31 * day);
  });

  test('is never set back by --clock', async () => {
    const store = memoryStore();
    await open(store).advanceTo(Date.now() + 90 * day);
    expect(open(store, new Date(Date.now() + day).toISOString()).now()).toBeGreaterThan(Date.now() + 89 * day);
    expect(open(store, new Date(Date.now() + 100 * day).toISOString()).now()).toBeGreaterThan(Date.now() + 99 * day);
  });

  test('refuses what is no instant', () => {
    expect(() => open(memoryStore(), 'tomorrow')).toThrow(/--clock tomorrow is not an instant/);
  });
});
