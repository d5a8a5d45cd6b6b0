import { describe, expect, test } from 'vitest';
import { remembered } from '../../../functions/merchants/remembered.ts';

const memory = { entriesMax: 2, foundMs: 60_000, missingMs: 10_000 };

function lookUps(stored: Record<string, string>) {
  const asked: string[] = [];
  let now = 0;
  const find = remembered(
    async (name) => {
      asked.push(name);
      return stored[name];
    },
    { now: () => now },
    memory,
  );
  return { asked, find, pass: (ms: number) => (now += ms) };
}

describe('a look-up is remembered', () => {
  test('a minute where something was found', async () => {
    const { asked, find, pass } = lookUps({ a: 'A' });
    expect([await find('a'), pass(59_999), await find('a')]).toEqual(['A', 59_999, 'A']);
    expect(asked).toEqual(['a']);
    pass(1);
    await find('a');
    expect(asked).toEqual(['a', 'a']);
  });

  test('ten seconds where nothing was found, so that a new key works soon', async () => {
    const stored: Record<string, string> = {};
    const { asked, find, pass } = lookUps(stored);
    expect(await find('a')).toBeUndefined();
    stored.a = 'A';
    pass(9_999);
    expect(await find('a')).toBeUndefined();
    pass(1);
    expect(await find('a')).toBe('A');
    expect(asked).toEqual(['a', 'a']);
  });

  test('for so many names only: the oldest is forgotten first', async () => {
    const { asked, find } = lookUps({});
    for (const name of ['a', 'b', 'c', 'b', 'c', 'a']) await find(name);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });

  test('a failed look-up is not remembered', async () => {
    let tries = 0;
    const find = remembered(
      async () => {
        tries += 1;
        if (tries === 1) throw new Error('throttled');
        return 'A';
      },
      { now: () => 0 },
      memory,
    );
    await expect(find('a')).rejects.toThrow('throttled');
    expect(await find('a')).toBe('A');
  });
});
