import { describe, expect, test } from 'vitest';
import { remember } from '../../../functions/shared/remember.ts';

const memory = { entriesMax: 2, ageMaxMs: 60_000, missingAgeMaxMs: 10_000 };

function lookUps(stored: Record<string, string>) {
  const asked: string[] = [];
  let now = 0;
  const known = remember<string | undefined>({ now: () => now }, memory);
  const find = (name: string) =>
    known(name, async () => {
      asked.push(name);
      return stored[name];
    });
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
    const known = remember<string>({ now: () => 0 }, memory);
    const find = async () => {
      tries += 1;
      if (tries === 1) throw new Error('throttled');
      return 'A';
    };
    await expect(known('a', find)).rejects.toThrow('throttled');
    expect(await known('a', find)).toBe('A');
  });
});
