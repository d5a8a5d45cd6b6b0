import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inParallel } from '../../../functions/shared/in-parallel.ts';

test('runs so many at a time, and answers in the order of the items', async () => {
  let [running, most] = [0, 0];
  const results = await inParallel([5, 4, 3, 2, 1], 2, async (turns, at) => {
    running += 1;
    most = Math.max(most, running);
    for (let count = 0; count < turns; count++) await turn();
    running -= 1;
    return [turns, at];
  });
  expect(results).toEqual([
    [5, 0],
    [4, 1],
    [3, 2],
    [2, 3],
    [1, 4],
  ]);
  expect(most).toBe(2);
});

test('begins nothing new after a failure, and tells it when the rest has ended', async () => {
  const ended: number[] = [];
  const work = async (item: number): Promise<void> => {
    if (item === 1) throw new Error('the first failed');
    await turn();
    ended.push(item);
  };
  await expect(inParallel([1, 2, 3, 4], 2, work)).rejects.toThrow('the first failed');
  expect(ended).toEqual([2]);
});

test('of nothing is nothing', async () => {
  expect(await inParallel([], 3, () => Promise.reject(new Error('never')))).toEqual([]);
});
