import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptsMax, nextAttemptAt } from '../../../functions/webhooks/retry-schedule.ts';

const now = Date.parse('2026-11-02T00:00:00Z');
const waitOf = (failed: number, random: number) => {
  const next = nextAttemptAt(failed, now, random);
  return next === undefined ? undefined : (Date.parse(next) - now) / 1000;
};

describe('after a failed attempt', () => {
  test('the next one waits 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h; the tenth was the last', () => {
    const waits = Array.from({ length: 10 }, (_, at) => waitOf(at + 1, 0));
    expect(waits).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, undefined]);
    expect(attemptsMax).toBe(10);
  });

  test('it waits up to a tenth longer, never shorter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (failed, random) => {
        const [wait = 0, least = 0] = [waitOf(failed, random), waitOf(failed, 0)];
        return wait >= least && wait <= least * 1.1 + 0.001;
      }),
    );
  });
});
