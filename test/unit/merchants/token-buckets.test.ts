import { expect, test } from 'vitest';
import { tokenBuckets } from '../../../functions/merchants/token-buckets.ts';

const time = { now: Date.parse('2026-11-02T00:00:00Z') };
const rate = { perSecond: 2, burst: 3 };
const opened = () => tokenBuckets({ now: () => time.now }, rate);

test('a key may send a burst, and is then told to wait', () => {
  const take = opened();
  expect([take('key_a'), take('key_a'), take('key_a'), take('key_a')]).toEqual([
    { remaining: 2 },
    { remaining: 1 },
    { remaining: 0 },
    { remaining: 0, retryAfter: 1 },
  ]);
});

test('a key that waited as long as it was told is let in again', () => {
  const take = opened();
  for (let sent = 0; sent < 3; sent++) take('key_a');
  const { retryAfter = 0 } = take('key_a');
  time.now += retryAfter * 1000;
  expect(take('key_a')).not.toHaveProperty('retryAfter');
});

test('a key that keeps knocking gets the steady rate and no more', () => {
  const take = opened();
  let letIn = 0;
  for (let tick = 0; tick < 100; tick++) {
    if (take('key_a').retryAfter === undefined) letIn += 1;
    time.now += 100;
  }
  expect(letIn).toBe(rate.burst + 19);
});

test('silence saves up a burst and no more', () => {
  const take = opened();
  take('key_a');
  time.now += 3_600_000;
  expect(take('key_a')).toEqual({ remaining: 2 });
});

test('what one key sends takes nothing from another', () => {
  const take = opened();
  for (let sent = 0; sent < 10; sent++) take('key_a');
  expect(take('key_b')).toEqual({ remaining: 2 });
});

test('a clock that is set back neither fills nor empties a bucket', () => {
  const take = opened();
  take('key_a');
  time.now -= 60_000;
  expect(take('key_a')).toEqual({ remaining: 1 });
});
