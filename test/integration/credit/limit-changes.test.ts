import { beforeAll, describe, expect, test } from 'vitest';
import { buyerWrite } from '../../../functions/buyers/buyer.item.ts';
import { type Buyer, moveTo } from '../../../functions/buyers/buyer.ts';
import { closeAccount } from '../../../functions/buyers/close-account.ts';
import { creditStore } from '../../../functions/buyers/credit.store.ts';
import { releaseHold, takeHold } from '../../../functions/buyers/credit-hold.ts';
import { companyStore } from '../../../functions/credit/company.store.ts';
import { getCompany } from '../../../functions/credit/company-exposure.ts';
import { creditChangesStore } from '../../../functions/credit/credit-changes.store.ts';
import { limitChangeStore } from '../../../functions/credit/limit-change.store.ts';
import {
  decideLimitChange,
  type LimitChange,
  type LimitChangePorts,
  proposeLimitChange,
} from '../../../functions/credit/limit-change.ts';
import { readRelation, relationWrites } from '../../../functions/credit/relation-credit.ts';
import { changed } from '../../../functions/credit/stored-facility.ts';
import { otherLimits } from '../../../functions/screening/company-limits.ts';
import { businessDate, instant } from '../../../functions/shared/clock.ts';
import { yen } from '../../../functions/shared/money.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { bodyOf, once } from '../../support/buyers.ts';
import { creditRelations } from '../../support/credit-relations.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';

let now = Date.parse('2026-12-01T03:00:00Z');
const clock = { now: () => now++ };
const vault = openVault(keyService(), clock);
const proposer = { by: 'key_a' };
const decider = { by: 'key_b' };
const reason = '決算書を確認した';

describe('P10 limit changes in the table', () => {
  let tables: TestTables;
  let grant: ReturnType<typeof creditRelations>;
  let ports: LimitChangePorts;

  beforeAll(async () => {
    tables = await testTables();
    grant = creditRelations(tables.transactions, vault, clock);
    const relations = creditChangesStore(tables.transactions, clock);
    ports = { clock, relations, limitChanges: limitChangeStore(tables.transactions, clock) };
  });

  const relation = (buyer: Buyer) => readRelation(tables.transactions, buyer);
  const propose = async ({ buyerId }: Buyer, creditLimit: number): Promise<string> => {
    const request = { actor: proposer, once: once() };
    return bodyOf<{ id: string }>(await proposeLimitChange(ports, buyerId, { creditLimit, reason }, request)).id;
  };
  const approve = (id: string) =>
    decideLimitChange(ports, id, { outcome: 'approve', reason }, { actor: decider, once: once() });
  const hold = ({ merchantId, buyerId }: Buyer, amount: number) => {
    const demand = { amount: yen(amount), whole: yen(amount), today: businessDate(clock) };
    const id = { merchantId, buyerId };
    const { name } = tables.transactions;
    return tables.transactions.write(takeHold(name, id, { ...demand, counts: 'holds_and_invoices' }));
  };

  test('P10 of two limits for one buyer that are approved at once, one is heard', async () => {
    const buyer = await grant();
    const ids = [await propose(buyer, 2_000_000), await propose(buyer, 3_000_000)];
    const results = await Promise.allSettled(ids.map(approve));
    const heard = results.flatMap((one) => (one.status === 'fulfilled' ? [bodyOf<LimitChange>(one.value)] : []));
    expect(heard).toHaveLength(1);
    const { account, facility } = await relation(buyer);
    expect(account).toMatchObject({ limit: heard[0]?.creditLimit, available: heard[0]?.creditLimit });
    expect(facility).toMatchObject({ limit: heard[0]?.creditLimit, version: 2 });
    const late = ids.find((_, at) => results[at]?.status === 'rejected') ?? '';
    await expect(approve(late)).rejects.toMatchObject({ code: 'LimitChangeOutdated' });
  });

  test('P10 limits at several merchants that are raised at the same moment stay under the total of the company', async () => {
    const at = (merchant: number) => ({ merchantId: `mer_total_${merchant}`, companyId: 'com_total' });
    const buyers = await Promise.all([1, 2, 3, 4].map((one) => grant({ limit: 7_000_000, buyer: at(one) })));
    const ids = await Promise.all(buyers.map((buyer) => propose(buyer, 9_000_000)));
    const results = await Promise.allSettled(ids.map(approve));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const limits = await Promise.all(buyers.map(async (buyer) => (await relation(buyer)).account.limit));
    expect(limits.reduce((total, limit) => total + limit, 0)).toBe(30_000_000);
    const late = ids.find((_, nth) => results[nth]?.status === 'rejected') ?? '';
    await expect(approve(late)).rejects.toMatchObject({ code: 'CompanyTotalExceeded' });
  });

  test('P10 of a crowd of operators that decide one proposal, one is heard', async () => {
    const buyer = await grant();
    const id = await propose(buyer, 2_000_000);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => approve(id)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await relation(buyer)).account).toMatchObject({ limit: 2_000_000, available: 2_000_000 });
  });

  test('P10 a lowered limit goes below what is in use, comes back with what is released, and no order passes before', async () => {
    const buyer = await grant({ limit: 1_000_000 });
    await hold(buyer, 900_000);
    await approve(await propose(buyer, 300_000));
    expect((await relation(buyer)).account).toMatchObject({ limit: 300_000, available: -600_000 });
    await expect(hold(buyer, 1)).rejects.toMatchObject({ name: 'WriteRefused' });
    await tables.transactions.write(releaseHold(tables.transactions.name, buyer, yen(700_000)));
    await hold(buyer, 100_000);
    await expect(hold(buyer, 1)).rejects.toMatchObject({ name: 'WriteRefused' });
  });

  test('P10 changes nothing when it is rejected, and is not decided twice', async () => {
    const buyer = await grant();
    const id = await propose(buyer, 2_000_000);
    const rejection = { outcome: 'reject' as const, reason: '根拠が足りない' };
    const request = { actor: decider, once: once() };
    const first = await decideLimitChange(ports, id, rejection, request);
    expect(await decideLimitChange(ports, id, rejection, request)).toEqual({ ...first, replayed: true });
    await expect(approve(id)).rejects.toMatchObject({ code: 'LimitChangeAlreadyDecided' });
    expect((await relation(buyer)).facility).toMatchObject({ limit: 1_000_000, version: 1 });
  });

  test('P10 what all merchants together grant one company bounds a higher limit, and no lower one', async () => {
    const company = { companyId: 'com_shared' };
    const [buyer] = await Promise.all([
      grant({ limit: 1_000_000, buyer: company }),
      ...['mer_a', 'mer_b', 'mer_c'].map((merchantId) =>
        grant({ limit: 9_000_000, buyer: { ...company, merchantId } }),
      ),
    ]);
    await expect(propose(buyer, 3_000_001)).rejects.toMatchObject({
      code: 'CompanyTotalExceeded',
      facts: { otherLimits: 27_000_000, limitTotalMaximum: 30_000_000 },
    });
    await approve(await propose(buyer, 3_000_000));
    const { held } = creditStore(tables.transactions);
    const told = await getCompany({ clock, companies: companyStore(tables.transactions, held) }, 'com_shared');
    expect(bodyOf(told)).toMatchObject({ totals: { limit: 30_000_000, available: 30_000_000 } });
    await approve(await propose(buyer, 500_000));
  });

  test('P10 credit that was revoked counts for its company with what is still owed of it', async () => {
    const at = (merchantId: string) => ({ buyer: { merchantId, companyId: 'com_revoked' } });
    const [here, elsewhere] = [await grant(at('mer_here')), await grant({ limit: 9_000_000, ...at('mer_elsewhere') })];
    await hold(elsewhere, 400_000);
    const before = await relation(elsewhere);
    const facility = changed(before.facility, { state: 'revoked', stateReason: 'manual_hold' }, instant(clock));
    const { transactions } = tables;
    const change = { before, facility, buyer: before.buyer, actor: proposer };
    await transactions.write(...relationWrites(transactions.name, change));
    expect(await otherLimits(transactions, here, businessDate(clock))).toBe(400_000);
  });

  test('P10 the credit of a buyer that was closed does not come to life again', async () => {
    const buyer = await grant();
    const id = await propose(buyer, 2_000_000);
    const { name } = tables.transactions;
    const before = await relation(buyer);
    const closed = buyerWrite(name, moveTo(before.buyer, 'closed', '2026-12-02T00:00:00.000Z'));
    await tables.transactions.write(closed, closeAccount(name, before.account));
    await expect(approve(id)).rejects.toMatchObject({ code: 'BuyerStateConflict' });
    expect((await relation(buyer)).account).toMatchObject({ state: 'revoked', limit: 0 });
  });

  test('P10 is not proposed for the limit that there is, nor for a buyer without credit', async () => {
    const buyer = await grant();
    await expect(propose(buyer, 1_000_000)).rejects.toMatchObject({ code: 'LimitUnchanged' });
    await expect(propose({ ...buyer, buyerId: 'buy_none' }, 1_000_000)).rejects.toMatchObject({
      code: 'BuyerNotFound',
    });
    await expect(getCompany({ clock, companies: { relations: async () => [] } }, 'com_none')).rejects.toMatchObject({
      code: 'CompanyNotFound',
    });
  });
});
