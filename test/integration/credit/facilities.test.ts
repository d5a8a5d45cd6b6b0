import { beforeAll, describe, expect, test } from 'vitest';
import { readBuyer } from '../../../functions/buyers/buyer.item.ts';
import type { Buyer } from '../../../functions/buyers/buyer.ts';
import { takeHold } from '../../../functions/buyers/credit-hold.ts';
import { relationKey } from '../../../functions/buyers/relation.ts';
import { creditChangesStore } from '../../../functions/credit/credit-changes.store.ts';
import { readRelation, relationWrites } from '../../../functions/credit/relation-credit.ts';
import { requestRenewal, reviewFacilities } from '../../../functions/credit/renew.ts';
import { facilityReviewStore, renewalStore } from '../../../functions/credit/renewal.store.ts';
import { changed } from '../../../functions/credit/stored-facility.ts';
import { reinstateBuyer, suspendBuyer } from '../../../functions/credit/suspend.ts';
import { eventTold } from '../../../functions/events/outbox.ts';
import { conclusionOf } from '../../../functions/screening/conclude.ts';
import { caseStore, examinationsOf } from '../../../functions/screening/examination.store.ts';
import type { Examination, Ruling } from '../../../functions/screening/examination.ts';
import { businessDate, instant, plusDays } from '../../../functions/shared/clock.ts';
import { yen } from '../../../functions/shared/money.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { once } from '../../support/buyers.ts';
import { creditRelations } from '../../support/credit-relations.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';

let now = Date.parse('2026-12-01T03:00:00Z');
const clock = { now: () => now++ };
const vault = openVault(keyService(), clock);
const actor = { by: 'key_operator' };

describe('P10 the validity of a credit facility', () => {
  let tables: TestTables;
  let grant: ReturnType<typeof creditRelations>;

  beforeAll(async () => {
    tables = await testTables();
    grant = creditRelations(tables.transactions, vault, clock);
  });

  const table = () => tables.transactions;
  const relation = (buyer: Buyer) => readRelation(table(), buyer);
  const review = () => reviewFacilities({ clock, facilities: facilityReviewStore(table()) });
  const renewalsOf = async ({ buyerId }: Buyer) =>
    (await examinationsOf(table(), buyerId)).filter(({ kind }) => kind === 'renewal');
  /** Time goes on to a day in Japan, at noon. */
  const goTo = (day: string) => {
    now = Math.max(now, Date.parse(`${day}T03:00:00Z`));
  };
  const ports = () => {
    const relations = creditChangesStore(table(), clock);
    return { clock, relations, renewals: renewalStore(table(), relations.carryOut) };
  };

  async function decide(examination: Examination, outcome: Ruling['outcome'], creditLimit = 1_000_000): Promise<void> {
    const { buyer } = await readRelation(table(), examination);
    const limit = outcome === 'approve' ? { creditLimit } : {};
    const ruling: Ruling = { outcome, ...limit, reason: 'r', decidedBy: 'operator:k', decidedAt: instant(clock) };
    await caseStore(table()).record(conclusionOf({ examination, buyer }, ruling, actor));
  }

  const hold = async ({ merchantId, buyerId }: Buyer, amount: number): Promise<void> => {
    const demand = { amount: yen(amount), whole: yen(amount), today: businessDate(clock) };
    await table().write(takeHold(table().name, { merchantId, buyerId }, { ...demand, counts: 'holds_and_invoices' }));
  };

  test('P10 is examined for another year thirty days before its end, once', async () => {
    const buyer = await grant();
    const { endsOn } = (await relation(buyer)).facility;
    goTo(plusDays(endsOn, -31));
    await review();
    expect(await renewalsOf(buyer)).toEqual([]);
    goTo(plusDays(endsOn, -30));
    await review();
    await review();
    const renewals = await renewalsOf(buyer);
    expect(renewals).toMatchObject([
      { kind: 'renewal', state: 'in_progress', requestedCreditLimit: 1_000_000, renewsUntil: endsOn },
    ]);
    expect((await relation(buyer)).buyer.state).toBe('active');
  });

  test('P10 renewed in time goes on for twelve months more, over the same account and what it holds', async () => {
    const buyer = await grant();
    const { endsOn } = (await relation(buyer)).facility;
    await hold(buyer, 300_000);
    goTo(plusDays(endsOn, -10));
    await review();
    const [renewal] = await renewalsOf(buyer);
    if (!renewal) throw new Error('no renewal');
    await decide(renewal, 'approve', 1_500_000);
    const after = await relation(buyer);
    expect(after.account).toMatchObject({ limit: 1_500_000, available: 1_200_000, state: 'active' });
    expect(after.facility).toMatchObject({ state: 'active', limit: 1_500_000, startsOn: businessDate(clock) });
    expect(after.facility.endsOn.slice(0, 4)).toBe(String(Number(endsOn.slice(0, 4)) + 1));
    expect(after.account.endsOn).toBe(after.facility.endsOn);
    goTo(plusDays(endsOn, 1));
    await review();
    expect((await relation(buyer)).buyer.state).toBe('active');
  });

  test('P10 that nobody renews ends: the buyer cannot order, until a late renewal grants another', async () => {
    const buyer = await grant();
    const before = await relation(buyer);
    await hold(buyer, 200_000);
    goTo(plusDays(before.facility.endsOn, 1));
    expect((await review()).expired).toBeGreaterThan(0);
    const ended = await relation(buyer);
    expect(ended.buyer).toMatchObject({ state: 'suspended', stateReason: 'facility_expired' });
    expect(ended.facility).toMatchObject({ state: 'expired', version: 2 });
    await expect(hold(buyer, 1000)).rejects.toMatchObject({ name: 'WriteRefused' });
    expect((await review()).expired).toBe(0);
    await requestRenewal(ports(), buyer.buyerId, { actor, once: once() });
    const [renewal] = await renewalsOf(buyer);
    if (!renewal) throw new Error('no renewal');
    await decide(renewal, 'approve');
    expect((await relation(buyer)).buyer.state).toBe('active');
    expect((await relation(buyer)).account).toMatchObject({ limit: 1_000_000, available: 800_000 });
    await hold(buyer, 1000);
  });

  test('P10 that a hit on a list has ended for good is not begun anew by a renewal that was under way', async () => {
    const buyer = await grant();
    goTo(plusDays((await relation(buyer)).facility.endsOn, -10));
    await review();
    const [renewal] = await renewalsOf(buyer);
    if (!renewal) throw new Error('no renewal');
    const before = await relation(buyer);
    const facility = changed(before.facility, { state: 'revoked', stateReason: 'manual_hold' }, instant(clock));
    await table().write(...relationWrites(table().name, { before, facility, buyer: before.buyer, actor }));
    await expect(decide(renewal, 'approve')).rejects.toMatchObject({ code: 'FacilityNotOpen' });
    expect((await relation(buyer)).account.state).toBe('revoked');
    await expect(hold(buyer, 1000)).rejects.toMatchObject({ name: 'WriteRefused' });
  });

  test('P10 whose renewal is rejected stands until its last day', async () => {
    const buyer = await grant();
    goTo(plusDays((await relation(buyer)).facility.endsOn, -5));
    await review();
    const [renewal] = await renewalsOf(buyer);
    if (!renewal) throw new Error('no renewal');
    const before = await relation(buyer);
    await decide(renewal, 'reject');
    expect(await relation(buyer)).toEqual(before);
    await review();
    expect(await renewalsOf(buyer)).toMatchObject([{ state: 'decided' }]);
  });

  test('P10 that an operator has suspended stays so when it is renewed, until it is reinstated', async () => {
    const buyer = await grant();
    await suspendBuyer(ports(), buyer.buyerId, { reason: 'payment_overdue' }, { actor, once: once() });
    await requestRenewal(ports(), buyer.buyerId, { actor, once: once() });
    const [renewal] = await renewalsOf(buyer);
    if (!renewal) throw new Error('no renewal');
    await decide(renewal, 'approve');
    const renewed = await relation(buyer);
    expect(renewed.facility).toMatchObject({ state: 'suspended', holds: [{ cause: 'operator' }] });
    expect(renewed.account.state).toBe('suspended');
    expect(renewed.buyer).toMatchObject({ state: 'suspended', stateReason: 'payment_overdue' });
    await reinstateBuyer(ports(), buyer.buyerId, 'paid', { actor, once: once() });
    expect(await relation(buyer)).toMatchObject({ buyer: { state: 'active' }, account: { state: 'active' } });
  });

  test('P10 tells each change once, with who made it, and the merchant the event but no grounds', async () => {
    const buyer = await grant();
    const request = { actor, once: once('suspend-once') };
    const suspension = { reason: 'manual_hold' as const, note: '内部の理由' };
    const first = await suspendBuyer(ports(), buyer.buyerId, suspension, request);
    expect(await suspendBuyer(ports(), buyer.buyerId, suspension, request)).toEqual({ ...first, replayed: true });
    const { items } = await table().query({ partition: 'MERCHANT#mer_demo', prefix: `FACILITY#${buyer.buyerId}#` });
    const [item] = items;
    if (!item) throw new Error('no facility');
    expect(item).toMatchObject({ actor, state: 'suspended', stateReason: 'manual_hold' });
    expect(eventTold(item)).toMatchObject({ type: 'credit_facility.suspended', sequence: 2 });
    const kept = await table().get(relationKey(buyer));
    expect(kept && readBuyer(kept).stateHistory.at(-1)).toMatchObject({ state: 'suspended', reason: 'manual_hold' });
  });
});
