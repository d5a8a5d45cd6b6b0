import { beforeAll, describe, expect, test } from 'vitest';
import { completeRules } from '../../../functions/buyers/account-rules.ts';
import { saveUnasked } from '../../../functions/buyers/buyer.store.ts';
import type { Buyer } from '../../../functions/buyers/buyer.ts';
import { creditStore } from '../../../functions/buyers/credit.store.ts';
import { releaseHold, takeHold } from '../../../functions/buyers/credit-hold.ts';
import { readRelation } from '../../../functions/credit/relation-credit.ts';
import { reviewFacilities } from '../../../functions/credit/renew.ts';
import { facilityReviewStore } from '../../../functions/credit/renewal.store.ts';
import { windUpStore } from '../../../functions/credit/wind-up.store.ts';
import { windUp } from '../../../functions/credit/wind-up.ts';
import { eventTold } from '../../../functions/events/outbox.ts';
import { authorizeOrder } from '../../../functions/orders/authorize.ts';
import { cancelWholeOrder } from '../../../functions/orders/cancel.ts';
import { otherLimits } from '../../../functions/screening/company-limits.ts';
import { examinationsOf } from '../../../functions/screening/examination.store.ts';
import { businessDate, plusDays } from '../../../functions/shared/clock.ts';
import { yen } from '../../../functions/shared/money.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { creditRelations } from '../../support/credit-relations.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';
import { onboardingWorld } from '../../support/onboarding-world.ts';
import { aBuyerWithLimit, actor, anOrder, orderPorts, placed, resourceIn } from '../../support/orders.ts';

let now = Date.parse('2026-12-01T03:00:00Z');
const clock = { now: () => now++ };
const vault = openVault(keyService(), clock);

describe('P1 the end of a merchant', () => {
  let tables: TestTables;
  let grant: ReturnType<typeof creditRelations>;
  let world: ReturnType<typeof onboardingWorld>;

  beforeAll(async () => {
    tables = await testTables();
    grant = creditRelations(tables.transactions, vault, clock);
    world = onboardingWorld(tables);
  });

  const relation = (buyer: Buyer) => readRelation(tables.transactions, buyer);
  const run = () => {
    const buyers = { ...creditStore(tables.transactions), save: saveUnasked(tables.transactions) };
    return windUp({ clock, relations: windUpStore(tables.transactions, buyers) });
  };
  const hold = (buyer: Buyer, amount: number) => {
    const demand = { amount: yen(amount), whole: yen(amount), today: businessDate(clock) };
    const { name } = tables.transactions;
    return tables.transactions.write(takeHold(name, buyer, { ...demand, counts: 'holds_and_invoices' }));
  };

  test('P1 waits until no order is open, neither one that is held nor one under review', async () => {
    const own = await testTables();
    const contract = onboardingWorld(own);
    const { id: merchantId } = await contract.approved();
    const orders = orderPorts(own.transactions, own.ledger.name);
    const buyer = await aBuyerWithLimit(own.transactions, 1_000_000, merchantId, { reviewAbove: 300_000 });
    const held = resourceIn(await authorizeOrder(orders, anOrder(buyer, 1000))).id;
    const reviewed = resourceIn(await authorizeOrder(orders, anOrder(buyer, 400_000))).id;
    const proposal = await contract.propose(merchantId, 'terminate');
    const refused = (orderIds: string[]) => ({
      code: 'MerchantHasOpenOrders',
      facts: { orderIds: orderIds.join(' ') },
    });
    await expect(contract.settle(merchantId, proposal)).rejects.toMatchObject(refused([held, reviewed]));
    const cancel = (orderId: string) =>
      cancelWholeOrder(orders, { merchantId, orderId, once: onceRequest('end', `cancel-${orderId}`, {}), actor });
    await cancel(held);
    await expect(contract.settle(merchantId, proposal)).rejects.toMatchObject(refused([reviewed]));
    await cancel(reviewed);
    expect(await contract.settle(merchantId, proposal)).toMatchObject({ state: 'terminated' });
  });

  test('P1 closes the relations that are free, and takes the credit of those that still owe something', async () => {
    const { id: merchantId } = await world.approved();
    const free = await grant({ buyer: { merchantId } });
    const owing = await grant({ buyer: { merchantId, companyId: 'com_owing' } });
    const elsewhere = await grant({ buyer: { merchantId: 'mer_other', companyId: 'com_owing' } });
    await hold(owing, 300_000);
    expect(await run()).toEqual({ closed: 0, revoked: 0, waiting: 0 });
    await world.decide(merchantId, 'terminate');

    expect(await run()).toEqual({ closed: 1, revoked: 1, waiting: 0 });
    expect(await relation(free)).toMatchObject({
      buyer: { state: 'closed', stateReason: 'merchant_left' },
      facility: { state: 'revoked' },
      account: { state: 'revoked', limit: 0 },
    });
    expect(await relation(owing)).toMatchObject({
      buyer: { state: 'suspended', stateReason: 'merchant_left' },
      facility: { state: 'revoked', stateReason: 'merchant_left' },
      account: { state: 'revoked', available: 700_000 },
    });
    expect(await otherLimits(tables.transactions, elsewhere, businessDate(clock))).toBe(300_000);
    expect((await relation(elsewhere)).buyer.state).toBe('active');

    expect(await run()).toEqual({ closed: 0, revoked: 0, waiting: 1 });
    await tables.transactions.write(releaseHold(tables.transactions.name, owing, yen(300_000)));
    expect(await run()).toEqual({ closed: 1, revoked: 0, waiting: 0 });
    expect((await relation(owing)).buyer.state).toBe('closed');
    expect(await run()).toEqual({ closed: 0, revoked: 0, waiting: 0 });
  });

  test('P1 closes nobody who has an order that will take credit when it is confirmed', async () => {
    const { id: merchantId } = await world.approved();
    const buyer = await grant({ buyer: { merchantId } });
    const { transactions, ledger } = tables;
    const { account } = await relation(buyer);
    const rules = completeRules({ counts: 'invoices_only' });
    await transactions.write({ table: transactions.name, put: { ...account, rules } });
    const orders = orderPorts(transactions, ledger.name, clock);
    await world.decide(merchantId, 'terminate');
    const { id: orderId } = await placed(orders, buyer, 1000); // its request was on its way when the contract ended
    expect(await run()).toEqual({ closed: 0, revoked: 1, waiting: 0 });
    expect((await relation(buyer)).buyer.state).toBe('suspended');
    await cancelWholeOrder(orders, { merchantId, orderId, once: onceRequest('late', 'cancel', {}), actor });
    expect((await run()).closed).toBe(1);
  });

  test('P1 tells of every relation that ends, and leaves to its decision what is being examined', async () => {
    const { id: merchantId } = await world.approved();
    const free = await grant({ buyer: { merchantId } });
    const applicant = await grant({ buyer: { merchantId, state: 'under_review' } });
    await world.decide(merchantId, 'terminate');
    expect(await run()).toEqual({ closed: 1, revoked: 0, waiting: 1 });
    const item = await tables.transactions.get({ PK: `MERCHANT#${merchantId}`, SK: `BUYER#${free.buyerId}` });
    expect(item && eventTold(item)).toMatchObject({ type: 'buyer.closed' });
    expect((await relation(applicant)).buyer.state).toBe('under_review');
    expect((await run()).waiting).toBe(1);
  });

  test('P1 renews nothing of it', async () => {
    const { id: merchantId } = await world.approved();
    const owing = await grant({ buyer: { merchantId } });
    await hold(owing, 1000);
    await world.decide(merchantId, 'terminate');
    now = Math.max(now, Date.parse(`${plusDays((await relation(owing)).facility.endsOn, -10)}T03:00:00Z`));
    await run();
    await reviewFacilities({ clock, facilities: facilityReviewStore(tables.transactions) });
    expect(await examinationsOf(tables.transactions, owing.buyerId)).toEqual([]);
  });
});
