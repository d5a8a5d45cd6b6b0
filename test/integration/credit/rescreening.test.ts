import { beforeAll, describe, expect, test } from 'vitest';
import { type Buyer, peopleOf } from '../../../functions/buyers/buyer.ts';
import { People } from '../../../functions/buyers/company.ts';
import { readRelation } from '../../../functions/credit/relation-credit.ts';
import type { StoredFacility } from '../../../functions/credit/stored-facility.ts';
import { examinationsOf } from '../../../functions/screening/examination.store.ts';
import { decideList, type ListPorts, proposeList } from '../../../functions/screening/list-version.ts';
import { listsInForce } from '../../../functions/screening/lists-in-force.ts';
import { type RescreenPagePorts, rescreenPage } from '../../../functions/screening/rescreen-page.ts';
import { rescreeningStore } from '../../../functions/screening/rescreening.store.ts';
import { sanctionsListStore } from '../../../functions/screening/sanctions-lists.store.ts';
import { SearchPlace } from '../../../functions/screening/search-page.ts';
import { syntheticList } from '../../../functions/screening/synthetic-list.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { bodyOf, once } from '../../support/buyers.ts';
import { creditRelations } from '../../support/credit-relations.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';

let now = Date.parse('2026-12-01T03:00:00Z');
const clock = { now: () => now++ };
const vault = openVault(keyService(), clock);

interface Listed {
  readonly id: string;
  readonly kanji: string;
  readonly kana?: string;
  readonly kind?: string;
}

const aList = (listId: string, ...names: readonly Listed[]) => ({
  ...{ format: 1, listId, title: 'A list of a test', effectiveOn: '2026-11-01' },
  entries: names.map(({ id, kanji, kana, kind = 'organization' }) => ({
    ...{ id, kind, programme: 'sanctions', name: { kanji, ...(kana ? { kana } : {}) } },
    ...{ aliases: [], birthDates: [], addresses: [], listedOn: '2026-11-01' },
  })),
});

describe('P10 the daily search of everybody with credit', () => {
  let tables: TestTables;
  let grant: ReturnType<typeof creditRelations>;
  let lists: ListPorts;
  const started: string[] = [];

  beforeAll(async () => {
    tables = await testTables();
    grant = creditRelations(tables.transactions, vault, clock);
    lists = {
      clock,
      lists: sanctionsListStore(tables.transactions, clock),
      rescreening: { start: async (name) => void started.push(name) },
    };
  });

  const named = (name: string): Promise<Buyer> =>
    grant().then(async ({ buyerId }) => {
      const key = { PK: 'MERCHANT#mer_demo', SK: `BUYER#${buyerId}` };
      const change = { expression: 'SET #company.#name = :name', names: { '#company': 'company', '#name': 'name' } };
      await tables.transactions.write({
        table: tables.transactions.name,
        update: key,
        change: { ...change, values: { ':name': name } },
      });
      return (await readRelation(tables.transactions, { merchantId: 'mer_demo', buyerId })).buyer;
    });
  const relation = (buyer: Buyer) => readRelation(tables.transactions, buyer);

  /** The machine, page by page of one buyer; answers how many steps it took and what each buyer came to. */
  async function run(stopAfter = Number.POSITIVE_INFINITY) {
    const store = rescreeningStore(tables.transactions, vault);
    const counts: Record<string, number> = {};
    const failed: StoredFacility[] = [];
    const ports: RescreenPagePorts = {
      ...{ clock, vault, relations: store.relations },
      lists: { current: listsInForce(tables.transactions, syntheticList) },
      facilities: { page: (after) => store.page(after, 1) },
      looked: store,
      told: {
        failed: (facility) => failed.push(facility),
        done: (done) => {
          for (const [outcome, count] of Object.entries(done)) counts[outcome] = (counts[outcome] ?? 0) + count;
        },
      },
    };
    let input = SearchPlace.parse({});
    for (let step = 1; step <= stopAfter; step++) {
      const told = await rescreenPage(ports, input);
      input = SearchPlace.parse(JSON.parse(JSON.stringify(told)));
      if (!input.after) break;
    }
    return { counts, failed: failed.map(({ buyerId }) => buyerId), input };
  }

  async function putInForce(list: object): Promise<string> {
    const { id } = bodyOf<{ id: string }>(await proposeList(lists, list, { actor: { by: 'key_a' }, once: once() }));
    const approval = { outcome: 'approve' as const, reason: 'checked' };
    const alone = decideList(lists, id, approval, { actor: { by: 'key_a' }, once: once() });
    await expect(alone).rejects.toMatchObject({ code: 'SecondPersonRequired' });
    await decideList(lists, id, approval, { actor: { by: 'key_b' }, once: once() });
    return id;
  }

  test('P10 looks at each buyer once per list, and goes on where it was stopped', async () => {
    const buyers = [await named('株式会社あおぞら'), await named('株式会社ひだまり'), await named('株式会社こもれび')];
    await run(1);
    const { counts } = await run();
    expect(counts).toMatchObject({ unchanged: 1, passed: 2, stopped: 0, failed: 0 });
    expect((await run()).counts).toMatchObject({ unchanged: 3, passed: 0 });
    for (const buyer of buyers) expect((await relation(buyer)).buyer.state).toBe('active');
  });

  test('P10 stops whom a new list names, once, and starts by itself when the list is put in force', async () => {
    const listed = await named('株式会社まぼろし興産');
    const id = await putInForce(aList('watch', { id: 'w-1', kanji: '株式会社まぼろし興産' }));
    expect(started).toEqual([`rescreening-${id}`]);
    expect((await run()).counts).toMatchObject({ stopped: 1, failed: 0 });
    const { buyer, account, facility } = await relation(listed);
    expect(buyer).toMatchObject({ state: 'suspended', stateReason: 'manual_hold' });
    expect(account.state).toBe('suspended');
    const [examination] = await examinationsOf(tables.transactions, listed.buyerId);
    expect(examination).toMatchObject({ kind: 'rescreening', state: 'pending', listDecision: 'block' });
    expect(facility.holds).toMatchObject([{ cause: 'list_hit', examinationId: examination?.examinationId }]);
    expect((await run()).counts).toMatchObject({ stopped: 0, passed: 0 });
    await putInForce(
      aList('watch', { id: 'w-1', kanji: '株式会社まぼろし興産' }, { id: 'w-2', kanji: '株式会社かげろう' }),
    );
    expect((await run()).counts).toMatchObject({ stopped: 0, failed: 0 });
    expect(await examinationsOf(tables.transactions, listed.buyerId)).toHaveLength(1);
  });

  test('P10 a new representative who meets the name that another one met is shown to an examiner', async () => {
    const buyer = await named('株式会社こだま');
    const people = People.parse(await vault.open(peopleOf(buyer), buyer.people));
    const representedBy = async (givenName: string) => {
      const kana = { familyNameKana: 'ニノマエ', givenNameKana: 'ハジメ' };
      const representative = { ...people.representative, ...kana, familyName: '一', givenName };
      const sealed = await vault.seal(peopleOf(buyer), { ...people, representative });
      await tables.transactions.write({
        table: tables.transactions.name,
        update: { PK: 'MERCHANT#mer_demo', SK: `BUYER#${buyer.buyerId}` },
        change: { expression: 'SET #people = :people', names: { '#people': 'people' }, values: { ':people': sealed } },
      });
    };
    const listed = { id: 'p-1', kanji: '一 一', kana: 'ニノマエ ハジメ', kind: 'person' };
    await putInForce(aList('persons', listed));
    await representedBy('一');
    expect((await run()).counts).toMatchObject({ stopped: 1, failed: 0 });
    await representedBy('一');
    expect((await run()).counts).toMatchObject({ stopped: 0, passed: 1 });
    await representedBy('肇');
    expect((await run()).counts).toMatchObject({ stopped: 1, failed: 0 });
    expect(await examinationsOf(tables.transactions, buyer.buyerId)).toHaveLength(2);
  });

  test('P10 one that cannot be looked for holds up no other, and is tried again', async () => {
    const broken = await named('株式会社よみがえり');
    const key = { PK: 'MERCHANT#mer_demo', SK: `BUYER#${broken.buyerId}` };
    const setPeople = (people: Uint8Array) =>
      tables.transactions.write({
        table: tables.transactions.name,
        update: key,
        change: { expression: 'SET #people = :people', names: { '#people': 'people' }, values: { ':people': people } },
      });
    await setPeople(new Uint8Array([1, 2, 3]));
    const fine = await named('株式会社のどか');
    const first = await run();
    expect(first.failed).toEqual([broken.buyerId]);
    expect(first.input.failed).toBe(1);
    expect(first.counts).toMatchObject({ passed: 1 });
    await setPeople(broken.people);
    expect((await run()).counts).toMatchObject({ passed: 1, failed: 0 });
    expect((await relation(fine)).buyer.state).toBe('active');
  });

  test('P10 a list of the same id takes the place of the one before it', async () => {
    await putInForce(aList('swap', { id: 's-1', kanji: '株式会社さきがけ工房' }));
    const named1 = await named('株式会社さきがけ工房');
    await putInForce(aList('swap', { id: 's-2', kanji: '株式会社しんがり工房' }));
    await run();
    expect((await relation(named1)).buyer.state).toBe('active');
    const all = await lists.lists.all({ limit: 10 });
    const swaps = all.items.filter(({ listId }) => listId === 'swap').map(({ state }) => state);
    expect(swaps).toEqual(['in_force', 'superseded']);
  });

  test('P10 a list with a fault is refused whole', async () => {
    const twice = aList('bad', { id: 'b-1', kanji: '甲' }, { id: 'b-1', kanji: '乙' });
    const refused = proposeList(lists, twice, { actor: { by: 'key_a' }, once: once() });
    await expect(refused).rejects.toMatchObject({ code: 'SanctionsListInvalid' });
  });
});
