import { beforeAll, describe, expect, test } from 'vitest';
import { type CreditAccount, creditAccountKey } from '../../../functions/buyers/credit-account.ts';
import { methodSwitch } from '../../../functions/buyers/method-switch.ts';
import { relationKey, relationsOf } from '../../../functions/buyers/relation.ts';
import { eventOf } from '../../../functions/events/event.ts';
import { authorizeOrder, bureauIsAsked } from '../../../functions/orders/authorize.ts';
import { cancelWholeOrder } from '../../../functions/orders/cancel.ts';
import { expireHolds } from '../../../functions/orders/expire.ts';
import { orderIdOf, orderKey } from '../../../functions/orders/order.item.ts';
import type { OrderBureau, OrderCheck, OrderQuestion } from '../../../functions/orders/order-bureau.ts';
import { answerWithCheck, giveUpCheck, resolveCheck } from '../../../functions/orders/order-check.ts';
import { refuseAsBureau } from '../../../functions/providers/bureau/bureau.refusals.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, actor, anOrder, clockAt, orderPorts, resourceIn } from '../../support/orders.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

type Buyer = Awaited<ReturnType<typeof aBuyerWithLimit>>;
const large = 3_000_000;
const aBuyer = () => aBuyerWithLimit(tables.transactions, 5_000_000, undefined, { bureauCheckAbove: large });
const available = async (buyer: Buyer) => (await tables.transactions.get(creditAccountKey(buyer)))?.available;
const setState = (buyer: Buyer, state: string) =>
  tables.transactions.write({
    table: tables.transactions.name,
    update: relationKey(buyer),
    change: { expression: 'SET #state = :state', names: { '#state': 'state' }, values: { ':state': state } },
  });
const clear: OrderCheck = { outcome: 'clear', said: 'CLEAR' };
const silence = () => refuseAsBureau('BureauUnavailable', 'no answer');

/** A bureau that remembers what it took, answers as it is told to, and may lose its answer on the way. */
function bureauThat(outcome: OrderCheck, faults: { loses?: number; ignores?: number; refuses?: boolean } = {}) {
  let { loses = 0, ignores = 0 } = faults;
  const taken: OrderQuestion[] = [];
  const bureau: OrderBureau = {
    ask: async (question) => {
      if (faults.refuses) throw refuseAsBureau('BureauRejected', 'no', { bureauCode: 'OUT_OF_CONTRACT' });
      if (ignores-- > 0) throw silence();
      if (!taken.some(({ checkId }) => checkId === question.checkId)) taken.push(question);
      if (loses-- > 0) throw silence();
      return outcome;
    },
    inquire: async (checkId) => (taken.some((one) => one.checkId === checkId) ? outcome : undefined),
  };
  return { bureau, taken };
}

function portsOf(bureau: OrderBureau) {
  const started: string[] = [];
  return {
    ...orderPorts(tables.transactions, tables.ledger.name),
    bureau,
    relations: relationsOf(tables.transactions),
    companyOf: async () => ({ name: '株式会社大口商会', corporateNumber: '1234567890123' }),
    resolution: { start: async (name: string) => void started.push(name) },
    started,
  };
}

/** What the authorization's machine does: the second step only when the first one asks for it. */
async function placeLarge(ports: ReturnType<typeof portsOf>, input: ReturnType<typeof anOrder>) {
  const placed = await authorizeOrder(ports, input);
  return placed.status === bureauIsAsked.status ? answerWithCheck(ports, input) : placed;
}
const idOf = (buyer: Buyer, answer: { body: string }) => ({
  merchantId: buyer.merchantId,
  orderId: resourceIn(answer).id,
});

describe('P12 an order of an amount at which the bureau is asked', () => {
  test('is authorized when the bureau says nothing against it; a smaller one asks nobody', async () => {
    const { bureau, taken } = bureauThat(clear);
    const buyer = await aBuyer();
    const ports = portsOf(bureau);
    expect(resourceIn(await placeLarge(ports, anOrder(buyer, large - 1)))).toMatchObject({ state: 'authorized' });
    expect(taken).toEqual([]);
    const large2 = await aBuyer();
    const placed = resourceIn(await placeLarge(ports, anOrder(large2, large)));
    expect(placed).toMatchObject({ state: 'authorized', amountRemaining: large });
    expect(taken).toMatchObject([{ amount: large, company: { name: '株式会社大口商会' } }]);
    expect(await available(large2)).toBe(2_000_000);
    const item = await tables.transactions.get({ PK: `MERCHANT#${large2.merchantId}`, SK: `ORDER#${placed.id}` });
    expect(item).toMatchObject({ outbox: 'order.authorized', actor: { ...actor, providerAnswer: 'CLEAR' } });
  });

  test('is pending when the answer is lost, is found by inquiry, and is one check only', async () => {
    const { bureau, taken } = bureauThat(clear, { loses: 1 });
    const buyer = await aBuyer();
    const ports = portsOf(bureau);
    const input = anOrder(buyer, large);
    const first = await placeLarge(ports, input);
    expect(first.status).toBe(201);
    expect(resourceIn(first)).toMatchObject({ state: 'pending_provider' });
    expect(await available(buyer)).toBe(2_000_000);
    expect(ports.started).toEqual([`order-check-${resourceIn(first).id}`]);

    expect(await resolveCheck(ports, idOf(buyer, first))).toEqual({ isResolved: true });
    const { order } = await ports.orders.get(idOf(buyer, first));
    expect(order).toMatchObject({ state: 'authorized', version: 3 });
    expect(await placeLarge(ports, input)).toEqual({ ...first, replayed: true });
    expect(await resolveCheck(ports, idOf(buyer, first))).toEqual({ isResolved: true });
    expect(taken).toHaveLength(1);
  });

  test('is asked about again, under the same id, when the bureau never heard of it', async () => {
    const { bureau, taken } = bureauThat(clear, { ignores: 2 });
    const buyer = await aBuyer();
    const ports = portsOf(bureau);
    const first = await placeLarge(ports, anOrder(buyer, large));
    expect(await resolveCheck(ports, idOf(buyer, first))).toEqual({ isResolved: false });
    expect(await resolveCheck(ports, idOf(buyer, first))).toEqual({ isResolved: true });
    expect(taken).toHaveLength(1);
    expect((await ports.orders.get(idOf(buyer, first))).order.state).toBe('authorized');
  });

  test('whose first request died between its two steps is finished by the next one', async () => {
    const { bureau, taken } = bureauThat(clear);
    const buyer = await aBuyer();
    const ports = portsOf(bureau);
    const input = anOrder(buyer, large);
    expect(await authorizeOrder(ports, input)).toEqual(bureauIsAsked); // and then nothing
    const again = await placeLarge(ports, input);
    expect(resourceIn(again)).toMatchObject({ state: 'authorized' });
    expect(await placeLarge(ports, input)).toEqual({ ...again, replayed: true });
    expect(taken).toHaveLength(1);
    expect(await available(buyer)).toBe(2_000_000);
  });

  test('whose request died between its two steps and never came again is found by the daily run', async () => {
    const own = await testTables();
    const clock = clockAt('2026-11-20T03:00:00Z');
    const buyer = await aBuyerWithLimit(own.transactions, 5_000_000, undefined, { bureauCheckAbove: large });
    const ports = orderPorts(own.transactions, own.ledger.name, clock);
    const input = anOrder(buyer, large);
    expect(await authorizeOrder(ports, input)).toEqual(bureauIsAsked);
    clock.set('2026-11-21T15:05:00Z'); // its resolution may still be under way
    expect(await expireHolds(ports)).toEqual({ released: 0, warned: 0, handedOver: 0 });
    clock.set('2026-11-22T15:05:00Z');
    expect(await expireHolds(ports)).toEqual({ released: 0, warned: 0, handedOver: 1 });
    const { order } = await ports.orders.get({ ...buyer, orderId: orderIdOf(buyer.merchantId, input.order.reference) });
    expect(order).toMatchObject({
      state: 'review',
      stateReason: 'examination',
      bureauFinding: 'bureau_unavailable',
      decideBy: '2026-11-25',
    });
    expect((await own.transactions.get(creditAccountKey(buyer)))?.available).toBe(5_000_000);
  });

  test('sent twice at the same moment comes to one order, one check and one answer', async () => {
    const { bureau, taken } = bureauThat(clear);
    const buyer = await aBuyer();
    const ports = portsOf(bureau);
    const input = anOrder(buyer, large);
    const answers = await Promise.all([1, 2, 3].map(() => placeLarge(ports, input)));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(taken).toHaveLength(1);
    expect(await available(buyer)).toBe(2_000_000);
  });

  test.for([
    [
      'goes to a person when the bureau wants it looked at',
      { outcome: 'watch', said: 'WATCH' },
      'review',
      'bureau_watch',
    ],
    ['is declined when the bureau warns of it', { outcome: 'stop', said: 'STOP' }, 'declined', 'bureau_stop'],
  ] as const)(
    '%s, and holds nothing; its merchant is told of an examination',
    async ([, told, state, bureauFinding]) => {
      const buyer = await aBuyer();
      const placed = await placeLarge(portsOf(bureauThat(told).bureau), anOrder(buyer, large));
      expect(resourceIn(placed)).toMatchObject({ state, stateReason: 'examination' });
      const stored = await tables.transactions.get(orderKey(idOf(buyer, placed)));
      expect(stored).toMatchObject({ bureauFinding, stateReason: 'examination' });
      expect(JSON.stringify(eventOf(stored ?? {}))).not.toMatch(/bureau|watch|stop/i);
      expect(await available(buyer)).toBe(5_000_000);
    },
  );

  test('goes to a person when the bureau refuses the question, and when it is silent for a day', async () => {
    const buyer = await aBuyer();
    const refused = await placeLarge(portsOf(bureauThat(clear, { refuses: true }).bureau), anOrder(buyer, large));
    expect(resourceIn(refused)).toMatchObject({ state: 'review', stateReason: 'examination' });

    const ports = portsOf(bureauThat(clear, { ignores: 1000 }).bureau);
    const pending = await placeLarge(ports, anOrder(buyer, large));
    await giveUpCheck(ports, idOf(buyer, pending));
    await giveUpCheck(ports, idOf(buyer, pending));
    const { order } = await ports.orders.get(idOf(buyer, pending));
    expect(order).toMatchObject({
      state: 'review',
      stateReason: 'examination',
      bureauFinding: 'bureau_unavailable',
      version: 3,
    });
    expect(await available(buyer)).toBe(5_000_000);
  });

  test('of a buyer that was stopped while the bureau was silent is declined, and its credit is free again', async () => {
    const { bureau } = bureauThat(clear, { loses: 1 });
    const buyer = await aBuyer();
    const ports = portsOf(bureau);
    const id = idOf(buyer, await placeLarge(ports, anOrder(buyer, large)));
    await setState(buyer, 'suspended');
    expect(await resolveCheck(ports, id)).toEqual({ isResolved: true });
    const { order } = await ports.orders.get(id);
    expect(order).toMatchObject({ state: 'declined', stateReason: 'buyer_not_active', amountCancelled: large });
    expect(await available(buyer)).toBe(5_000_000);
  });

  test('of a buyer that Paid was taken from while the bureau was silent is declined, and its credit is free again', async () => {
    const { bureau } = bureauThat(clear, { loses: 1 });
    const buyer = await aBuyer();
    const ports = portsOf(bureau);
    const id = idOf(buyer, await placeLarge(ports, anOrder(buyer, large)));
    const account = (await tables.transactions.get(creditAccountKey(buyer))) as unknown as CreditAccount;
    const off = methodSwitch(tables.transactions.name, { ...buyer, paymentMethods: [] }, account);
    await tables.transactions.write(...(off ? [off] : []));
    expect(await resolveCheck(ports, id)).toEqual({ isResolved: true });
    const { order } = await ports.orders.get(id);
    expect(order).toMatchObject({ state: 'declined', stateReason: 'buyer_not_active', amountCancelled: large });
    expect(await available(buyer)).toBe(5_000_000);
  });

  test('of a buyer that was stopped and let go again before the answer is authorized', async () => {
    const { bureau } = bureauThat(clear, { loses: 1 });
    const buyer = await aBuyer();
    const ports = portsOf(bureau);
    const id = idOf(buyer, await placeLarge(ports, anOrder(buyer, large)));
    await setState(buyer, 'suspended');
    await setState(buyer, 'active');
    await resolveCheck(ports, id);
    expect((await ports.orders.get(id)).order.state).toBe('authorized');
  });

  test('that is cancelled while it is pending stays cancelled, whatever the bureau says later', async () => {
    const { bureau } = bureauThat(clear, { loses: 1 });
    const buyer = await aBuyer();
    const ports = portsOf(bureau);
    const id = idOf(buyer, await placeLarge(ports, anOrder(buyer, large)));
    await cancelWholeOrder(ports, { ...id, once: onceRequest('test', 'cancel-pending', {}), actor });
    expect(await resolveCheck(ports, id)).toEqual({ isResolved: true });
    expect((await ports.orders.get(id)).order).toMatchObject({ state: 'cancelled', amountCancelled: large });
    expect(await available(buyer)).toBe(5_000_000);
  });
});
