import { describe, expect, test } from 'vitest';
import { nameKeys } from '../../../functions/screening/names/name-keys.ts';
import source from '../../../functions/screening/sanctions-list.json' with { type: 'json' };
import { parseSanctionsList, SanctionsListError } from '../../../functions/screening/sanctions-list.ts';
import { syntheticList } from '../../../functions/screening/synthetic-list.ts';

const entry = {
  id: 'anti-0001',
  kind: 'person',
  programme: 'antisocial',
  name: { kanji: '空蝉 龍蔵', kana: 'ウツセミ リュウゾウ' },
  aliases: [{ strength: 'weak', kana: 'セミノリュウ' }],
  birthDates: ['1957-03-14', '1957-03', '1957', '1957~'],
  addresses: ['東都県夜見市'],
  listedOn: '2016-08-12',
};
const list = { format: 1, listId: 'own-list', title: 'A list', effectiveOn: '2026-01-05', entries: [entry] };

const problemsOf = (broken: unknown): readonly string[] => {
  try {
    parseSanctionsList(broken);
  } catch (error) {
    if (error instanceof SanctionsListError) return error.problems;
    throw error;
  }
  return [];
};

describe('a sanctions list', () => {
  test('is read with a version that is the SHA-256 of its content', () => {
    const { version } = parseSanctionsList(list);
    expect(version).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(parseSanctionsList({ ...list }).version).toBe(version);
    expect(parseSanctionsList(JSON.parse(JSON.stringify(list))).version).toBe(version);
    expect(parseSanctionsList({ ...list, effectiveOn: '2026-01-06' }).version).not.toBe(version);
    expect(parseSanctionsList({ ...list, entries: [{ ...entry, remark: 'seen' }] }).version).not.toBe(version);
  });

  test('has the same version however its members are ordered', () => {
    const turned = Object.fromEntries(Object.entries(list).reverse());
    expect(parseSanctionsList(turned).version).toBe(parseSanctionsList(list).version);
  });

  test.for([
    ['nothing', null, 'list: must be object'],
    ['another format', { ...list, format: 2 }, 'format: must be 1'],
    ['no entries', { ...list, entries: [] }, 'entries: must not be empty: an empty list would clear everybody'],
    [
      'a date that does not exist',
      { ...list, effectiveOn: '2026-02-30' },
      'effectiveOn: must be a date that exists, YYYY-MM-DD',
    ],
    [
      'an unknown programme',
      { ...list, entries: [{ ...entry, programme: 'press' }] },
      'entries[0].programme: must be one of sanctions, antisocial',
    ],
    [
      'an entry without a name',
      { ...list, entries: [{ ...entry, name: {} }] },
      'entries[0].name: needs kanji, kana or romaji with a letter or digit in it',
    ],
    [
      'a name of marks only',
      { ...list, entries: [{ ...entry, name: { kanji: '・・' } }] },
      'entries[0].name: needs kanji, kana or romaji with a letter or digit in it',
    ],
    [
      'an alias of no strength',
      { ...list, entries: [{ ...entry, aliases: [{ kana: 'リュウ' }] }] },
      'entries[0].aliases[0].strength: must be one of strong, weak',
    ],
    [
      'a birth date in words',
      { ...list, entries: [{ ...entry, birthDates: ['1957年頃'] }] },
      'entries[0].birthDates[0]: must be YYYY-MM-DD, YYYY-MM or YYYY, with ~ behind when it is about',
    ],
    [
      'a missing address list',
      { ...list, entries: [{ ...entry, addresses: undefined }] },
      'entries[0].addresses: must be array',
    ],
    ['an id used twice', { ...list, entries: [entry, entry] }, 'entries[1].id: anti-0001 is used before'],
    [
      'an entry of the future',
      { ...list, entries: [{ ...entry, listedOn: '2026-01-06' }] },
      'entries[0].listedOn: is after the list takes effect',
    ],
    [
      'an organization that was born',
      { ...list, entries: [{ ...entry, kind: 'organization' }] },
      'entries[0].birthDates: an organization has none',
    ],
  ] as const)('is refused with %s', ([, broken, problem]) => {
    expect(problemsOf(broken)).toEqual([problem]);
  });

  test('is refused with every fault named at once, in one readable message', () => {
    const broken = { ...list, listId: 'Own list', entries: [{ ...entry, kind: 'ship' }] };
    expect(problemsOf(broken)).toHaveLength(2);
    expect(() => parseSanctionsList(broken)).toThrow(
      /cannot be used:\n- listId: .*\n- entries\[0\]\.kind: must be one of person, organization/,
    );
  });
});

describe('the synthetic list', () => {
  const { entries } = syntheticList();
  const count = (is: (one: (typeof entries)[number]) => boolean) => entries.filter(is).length;

  test('has 60 to 100 persons and organizations of both programmes, in every script, with both kinds of alias', () => {
    expect(entries.length).toBeGreaterThanOrEqual(60);
    expect(entries.length).toBeLessThanOrEqual(100);
    for (const kind of ['person', 'organization'] as const) {
      for (const programme of ['sanctions', 'antisocial'] as const) {
        expect(count((one) => one.kind === kind && one.programme === programme)).toBeGreaterThanOrEqual(10);
      }
    }
    for (const script of ['kanji', 'kana', 'romaji'] as const)
      expect(count((one) => one.name[script] !== undefined)).toBeGreaterThan(30);
    for (const strength of ['strong', 'weak'] as const) {
      expect(count((one) => one.aliases.some((alias) => alias.strength === strength))).toBeGreaterThanOrEqual(10);
    }
  });

  test('says that it is invented', () => {
    expect(syntheticList().notice).toContain('invented');
  });

  test('has no primary name twice', () => {
    const keys = entries.flatMap(({ name }) => nameKeys(name).map(({ kind, key }) => `${kind} ${key}`));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('is kept in the form in which it is parsed: the schema drops no member of it', () => {
    const { version, ...read } = syntheticList();
    expect(version).toMatch(/^sha256:/);
    expect(read).toEqual(source);
  });
});
