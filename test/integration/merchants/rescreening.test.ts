import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findApiKey } from '../../../functions/merchants/api-key.store.ts';
import { hashOf } from '../../../functions/merchants/api-key.ts';
import { changeApplication } from '../../../functions/merchants/apply.ts';
import type { MerchantResource } from '../../../functions/merchants/merchant.resource.contract.ts';
import { merchantRescreeningStore } from '../../../functions/merchants/merchant-search.store.ts';
import { getOwnMerchant, listMerchants, listScreenings } from '../../../functions/merchants/read-merchants.ts';
import { type RescreenMerchantsPorts, rescreenMerchants } from '../../../functions/merchants/rescreen-merchants.ts';
import { screenMerchant } from '../../../functions/merchants/screen-merchant.ts';
import { indexSanctionsList, type SanctionsIndex } from '../../../functions/screening/match.ts';
import { parseSanctionsList } from '../../../functions/screening/sanctions-list.ts';
import { SearchPlace } from '../../../functions/screening/search-page.ts';
import { bodyOf } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { by, explanation, onboardingWorld } from '../../support/onboarding-world.ts';

let tables: TestTables;
let world: ReturnType<typeof onboardingWorld>;
let atFirst: SanctionsIndex;
beforeAll(async () => {
  tables = await testTables();
  world = onboardingWorld(tables);
  atFirst = world.lists.inForce;
});
beforeEach(() => {
  world.lists.inForce = atFirst;
});

interface Listed {
  readonly id: string;
  readonly kanji: string;
  readonly kind?: 'person' | 'organization';
}

const aList = (...names: readonly Listed[]): SanctionsIndex =>
  indexSanctionsList(
    parseSanctionsList({
      ...{ format: 1, listId: 'watch', title: 'A list of a test', effectiveOn: '2026-11-01' },
      entries: names.map(({ id, kanji, kind = 'organization' }) => ({
        ...{ id, kind, programme: 'sanctions', name: { kanji }, aliases: [] },
        ...{ birthDates: [], addresses: [], listedOn: '2026-11-01' },
      })),
    }),
  );

let named = 0;
/** A company name that is like no other one of these tests. */
const aName = () =>
  `株式会社${['幻影', '朧月', '蜃気', '泡沫', '空蝉', '陽炎', '残響', '白昼', '逢魔', '黄昏', '薄暮', '深更'][named++]}興業`;

type Searching = Partial<Pick<RescreenMerchantsPorts, 'merchants'>>;

/** The machine's part for merchants, page by page of two. */
async function search(index: SanctionsIndex, { merchants = world.ports.merchants }: Searching = {}) {
  world.time.now += 1000; // or what was searched at the same instant might stand before it in a list
  const counts: Record<string, number> = {};
  const failed: string[] = [];
  const store = merchantRescreeningStore(tables.transactions);
  const ports: RescreenMerchantsPorts = {
    ...world.ports,
    ...{ merchants, searched: store.searched },
    all: { page: (after) => store.page(after, 2) },
    lists: { current: async () => index },
    told: {
      failed: ({ merchantId }) => failed.push(merchantId),
      done: (done) => {
        for (const [outcome, count] of Object.entries(done)) counts[outcome] = (counts[outcome] ?? 0) + count;
      },
    },
  };
  let place = SearchPlace.parse({});
  do {
    place = SearchPlace.parse(JSON.parse(JSON.stringify(await rescreenMerchants(ports, place))));
  } while (place.after);
  world.time.now += 1000;
  return { counts, failed, place };
}

const merchant = (id: string) => world.ports.merchants.get(id);
const causes = async (id: string) => (await merchant(id)).holds.map(({ cause }) => cause);
const screeningsOf = async (id: string) =>
  bodyOf<{ items: { id: string; decision: string; subjects: { hits: { entryId: string }[] }[] }[] }>(
    await listScreenings(world.ports, id),
  ).items;
const lift = async (id: string, action: 'reinstate' | 'clear_list_hit') => {
  const lifted = await world.settle(id, await world.propose(id, action, explanation));
  world.time.now += 1000;
  return lifted;
};

/** An approved merchant with a key, and the list that names its company. */
async function aListedMerchant() {
  const companyName = aName();
  const { id } = await world.approved({ companyName });
  const { key } = await world.issueKey(id);
  const list = aList({ id: 'w-1', kanji: companyName });
  return { id, companyName, list, key: () => findApiKey(tables.transactions, hashOf(key)) };
}

describe('RH the daily search of merchants', () => {
  test('RH looks for each once per list, and not for those who are not approved', async () => {
    const { id } = await world.approved();
    const list = aList({ id: 'x-1', kanji: aName() });
    expect((await search(list)).counts.passed).toBeGreaterThan(0);
    const { counts } = await search(list);
    expect(counts).toMatchObject({ passed: 0, stopped: 0, failed: 0 });
    expect(counts.unchanged).toBeGreaterThan(0);
    expect(await merchant(id)).toMatchObject({ state: 'approved', holds: [] });
  });

  test('RH suspends whom a new list names, once, in the write that takes the right to write from its keys', async () => {
    const { id, list, key } = await aListedMerchant();
    const before = await merchant(id);
    expect((await search(list)).counts).toMatchObject({ stopped: 1, failed: 0 });
    const held = await merchant(id);
    expect(held).toMatchObject({ state: 'suspended', version: before.version + 1 });
    expect(await key()).toMatchObject({ isRestricted: true });
    const [found] = await screeningsOf(id);
    expect(found).toMatchObject({ decision: 'block', subjects: [{ hits: [{ entryId: 'w-1' }] }, {}] });
    expect(held.holds).toMatchObject([{ cause: 'list_hit', by: 'system:merchant-review', screeningIds: [found?.id] }]);
    expect((await search(list)).counts).toMatchObject({ stopped: 0, passed: 0 });
    expect((await merchant(id)).version).toBe(held.version);
  });

  test('RH tells the merchant the same as of every suspension, in its event too', async () => {
    const { id, list } = await aListedMerchant();
    const other = await world.approved();
    await search(list);
    await world.decide(other.id, 'suspend');
    const seen = async (of: string) => {
      const { state, stateReason } = bodyOf<MerchantResource>(await getOwnMerchant(world.ports, of));
      const { outbox } = (await tables.transactions.get({ PK: `MERCHANT#${of}`, SK: 'MERCHANT' })) ?? {};
      return { state, stateReason, outbox };
    };
    for (const one of [id, other.id]) {
      expect(await seen(one)).toMatchObject({
        ...{ state: 'suspended', stateReason: 'suspended_by_platform', outbox: { type: 'merchant.suspended' } },
      });
    }
    expect((await getOwnMerchant(world.ports, id)).body).not.toMatch(/list|hit|hold/);
  });

  test('RH puts it before operators, with what was met', async () => {
    const { id, list } = await aListedMerchant();
    await search(list);
    const queue = bodyOf<{ items: MerchantResource[] }>(
      await listMerchants(world.ports, { heldFor: 'list_hit', limit: 100 }),
    );
    expect(queue.items.find((one) => one.id === id)).toMatchObject({
      nextActions: ['propose_clearing'],
      holds: [{ cause: 'list_hit' }],
    });
    const others = await listMerchants(world.ports, { heldFor: 'operator', limit: 100 });
    expect(others.body).not.toContain(id);
  });

  test('RH finds a director, and shows two operators no second time what they approved the merchant over', async () => {
    const director = { familyName: '不知火', givenName: '玄斎', familyNameKana: 'シラヌイ', givenNameKana: 'ゲンサイ' };
    const list = aList({ id: 'p-1', kanji: '不知火 玄斎', kind: 'person' });
    const about = { people: [{ ...director, role: 'director' as const }] };
    const { id: later } = await world.approved(about);
    world.lists.inForce = list;
    const { id: known } = await world.approved(about);
    await search(list);
    expect([await causes(later), await causes(known)]).toEqual([['list_hit'], []]);
  });

  test('RH one that cannot be looked for holds up no other, and is tried again', async () => {
    const { id: broken } = await world.approved();
    const { id, list } = await aListedMerchant();
    const get = (asked: string) =>
      asked === broken ? Promise.reject(new Error('unreadable')) : world.ports.merchants.get(asked);
    const first = await search(list, { merchants: { get } });
    expect([first.failed, first.place.failed]).toEqual([[broken], 1]);
    expect(await causes(id)).toEqual(['list_hit']);
    expect((await search(list)).counts).toMatchObject({ passed: 1, failed: 0 });
  });

  test('RH is not passed by what an operator does at the same moment', async () => {
    const { id, list } = await aListedMerchant();
    let isFirst = true;
    const get = async (asked: string) => {
      const found = await world.ports.merchants.get(asked);
      if (asked === id && isFirst) {
        isFirst = false;
        await world.issueKey(id, 'meanwhile');
      }
      return found;
    };
    expect((await search(list, { merchants: { get } })).counts).toMatchObject({ stopped: 1, failed: 0 });
    const usable = await world.ports.keys.usable(id);
    expect(usable.map(({ isRestricted }) => isRestricted)).toEqual([true, true]);
  });
});

describe('RH a merchant that a list names', () => {
  test('RH is again what it was when two operators have cleared it, and not shown for the same entry again', async () => {
    const { id, companyName, list, key } = await aListedMerchant();
    await search(list);
    await expect(world.propose(id, 'clear_list_hit', '別人')).rejects.toMatchObject({ code: 'ListHitUnexplained' });
    const proposal = await world.propose(id, 'clear_list_hit', explanation);
    expect((await merchant(id)).state).toBe('suspended');
    expect(await world.settle(id, proposal)).toMatchObject({ state: 'sandbox_issued', stateReason: 'reinstated' });
    expect(await key()).toMatchObject({ isRestricted: false });
    world.time.now += 1000;
    const longer = [
      { id: 'w-1', kanji: companyName },
      { id: 'w-9', kanji: aName() },
    ] as const;
    expect((await search(aList(...longer))).counts).toMatchObject({ stopped: 0, failed: 0 });
    expect((await search(aList(...longer, { id: 'w-2', kanji: companyName }))).counts).toMatchObject({ stopped: 1 });
    const [latest] = await screeningsOf(id);
    expect(latest?.subjects[0]?.hits.map(({ entryId }) => entryId)).toEqual(['w-2']);
  });

  test('RH is cleared of a second name only by who has seen it', async () => {
    const { id, companyName, list } = await aListedMerchant();
    await search(list);
    const proposal = await world.propose(id, 'clear_list_hit', explanation);
    world.time.now += 1000;
    await search(aList({ id: 'w-1', kanji: companyName }, { id: 'w-2', kanji: companyName }));
    await expect(world.settle(id, proposal)).rejects.toMatchObject({ code: 'ListHitUnexplained' });
    expect((await merchant(id)).holds[0]?.screeningIds).toHaveLength(2);
    await world.settle(id, proposal, 'decline');
    expect((await lift(id, 'clear_list_hit')).state).toBe('sandbox_issued');
  });

  test.for([
    ['reinstate', 'clear_list_hit'],
    ['clear_list_hit', 'reinstate'],
  ] as const)('RH and that an operator has suspended waits for both: %s first', async ([first, second]) => {
    const { id, list, key } = await aListedMerchant();
    await search(list);
    await world.decide(id, 'suspend');
    await expect(world.propose(id, 'suspend')).rejects.toMatchObject({ code: 'MerchantStateConflict' });
    expect(await causes(id)).toEqual(['list_hit', 'operator']);
    expect((await lift(id, first)).state).toBe('suspended');
    expect(await key()).toMatchObject({ isRestricted: true });
    await expect(world.propose(id, first, explanation)).rejects.toMatchObject({ code: 'MerchantStateConflict' });
    expect((await lift(id, second)).state).toBe('sandbox_issued');
    expect(await key()).toMatchObject({ isRestricted: false });
  });

  test('RH while an operator has suspended it is not let to sell by the reinstatement alone', async () => {
    const companyName = aName();
    const { id } = await world.approved({ companyName });
    await world.decide(id, 'suspend');
    await search(aList({ id: 'w-1', kanji: companyName }));
    expect(await causes(id)).toEqual(['operator', 'list_hit']);
    expect((await lift(id, 'reinstate')).state).toBe('suspended');
    expect(await causes(id)).toEqual(['list_hit']);
  });

  test('RH is terminated by two operators when it is the one on the list', async () => {
    const { id, list } = await aListedMerchant();
    await search(list);
    expect((await world.decide(id, 'terminate')).state).toBe('terminated');
    const queue = await listMerchants(world.ports, { heldFor: 'list_hit', limit: 100 });
    expect(queue.body).not.toContain(id);
    expect((await search(aList({ id: 'w-8', kanji: aName() }))).failed).toEqual([]);
    expect((await merchant(id)).state).toBe('terminated');
  });

  test('RH is suspended at once when an operator looks before the daily search does', async () => {
    const { id, list } = await aListedMerchant();
    world.lists.inForce = list;
    await screenMerchant(world.ports, id, by('one'));
    expect((await merchant(id)).holds).toMatchObject([{ cause: 'list_hit', by: 'one' }]);
    await search(list);
    expect(await screeningsOf(id)).toHaveLength(2);
  });

  test('RH by a new person in charge is found by the daily search', async () => {
    const { id } = await world.approved();
    const list = aList({ id: 'p-2', kanji: '常夜 灯火', kind: 'person' });
    await search(list);
    const { version } = await merchant(id);
    const personInCharge = {
      ...{ familyName: '常夜', givenName: '灯火', familyNameKana: 'トコヨ', givenNameKana: 'トモシビ' },
      ...{ email: 'tokoyo@example.co.jp', phone: '03-0000-0000' },
    };
    await changeApplication(world.ports, id, { personInCharge }, { actor: { by: 'one' }, version });
    await search(list);
    expect(await causes(id)).toEqual(['list_hit']);
  });
});
