import type { OrderResource } from '../../functions/orders/order.contract.ts';
import { plusDays } from '../../functions/shared/clock.ts';
import { anOrder } from '../../test/support/sessions.ts';
import { type Cast, yen } from './narrator.ts';
import { type Buyers, codeOf } from './screening-chapters.ts';

/** The orders of the story, by what became of them. */
export interface Orders {
  readonly shipped: string;
  readonly cancelled: string;
  readonly expired: string;
  readonly buyerId: string;
}

/** What a buyer with a limit of 1,000,000 yen orders, and what becomes of it. */
export async function tellOrders(cast: Cast, { approved }: Buyers): Promise<Orders> {
  const buyerId = approved.id;
  const placed = await tellPlacing(cast, buyerId);
  const changed = await tellChange(cast, placed);
  await tellReplay(cast, buyerId);
  await tellShipments(cast, changed);
  const cancelled = await tellCancel(cast, buyerId);
  const expired = await tellExpiry(cast, buyerId);
  return { shipped: placed.id, cancelled, expired, buyerId };
}

async function showCredit({ story, demo }: Cast, buyerId: string, held: number, receivable: number): Promise<void> {
  const credit = await demo.credit(buyerId);
  const told = `held ${yen(held)}, receivable ${yen(receivable)}, available ${yen(1_000_000 - held - receivable)}`;
  story.check(
    told,
    [credit.held, credit.receivable, credit.available],
    [held, receivable, 1_000_000 - held - receivable],
  );
}

async function tellPlacing(cast: Cast, buyerId: string): Promise<OrderResource> {
  const { story, demo } = cast;
  story.chapter('An order takes its part of the limit (仮売上, provisional sale)');
  const order = await demo.place({ buyerId, amount: 600_000, description: 'オフィスチェア 20脚' });
  story.check(`an order of ${yen(600_000)} is authorized`, order.state, 'authorized');
  await showCredit(cast, buyerId, 600_000, 0);
  const refused = await demo.tryPlace({ buyerId, amount: 400_001 });
  story.check(
    `one of ${yen(400_001)} is one yen too much`,
    [refused.status, codeOf(refused.body)],
    [422, 'CreditLimitExceeded'],
  );
  const five = await Promise.all(Array.from({ length: 5 }, () => demo.tryPlace({ buyerId, amount: 250_000 })));
  const winners = five.filter(({ status }) => status === 201);
  story.check(`of five orders of ${yen(250_000)} at the same moment one is authorized`, winners.length, 1);
  for (const { body } of winners) await demo.cancel(body.id);
  await showCredit(cast, buyerId, 600_000, 0);
  return order;
}

async function tellChange(cast: Cast, order: OrderResource): Promise<OrderResource> {
  const { story, demo } = cast;
  story.chapter('The amount changes before shipment');
  const changed = await demo.change(order, 720_000);
  story.check(`four chairs more: ${yen(720_000)}`, [changed.amount, changed.version], [720_000, 2]);
  const stale = await demo.tryChange(order, 500_000);
  story.check(
    'who has not seen that change cannot change it',
    [stale.status, codeOf(stale.body)],
    [412, 'VersionStale'],
  );
  await showCredit(cast, order.buyerId, 720_000, 0);
  return changed;
}

async function tellReplay(cast: Cast, buyerId: string): Promise<void> {
  const { story, demo } = cast;
  story.chapter('A request whose answer got lost is sent again');
  const body = anOrder({ buyerId, amount: 80_000, description: '複合機トナー' });
  const key = crypto.randomUUID();
  const first = await demo.api.tryPost<OrderResource>('/v1/orders', body, key);
  const again = await demo.api.tryPost('/v1/orders', body, key);
  story.check('the same key and body get the first answer, byte for byte', again.text, first.text);
  story.check('and are told that it is a replay', again.headers.get('idempotency-replayed'), 'true');
  const other = await demo.api.tryPost('/v1/orders', { ...body, shippingDueOn: '2027-01-15' }, key);
  story.check(
    'the same key with another body is refused',
    [other.status, codeOf(other.body)],
    [422, 'IdempotencyKeyReused'],
  );
  await showCredit(cast, buyerId, 800_000, 0);
  await demo.cancel(first.body.id);
}

async function tellShipments(cast: Cast, order: OrderResource): Promise<void> {
  const { story, demo, staff } = cast;
  story.chapter('Shipments turn the hold into a receivable (確定)');
  const { businessDate } = await staff.advance({ days: 9 });
  story.say(`Nine days later, on ${businessDate}, the first chairs leave by ヤマト運輸 (Yamato Transport).`);
  const first = await demo.confirm(order.id, {
    amount: 300_000,
    shippedOn: businessDate,
    carrier: 'ヤマト運輸',
    trackingNumber: '4912-3456-7890',
  });
  story.check(
    `${yen(300_000)} are confirmed`,
    [first.state, first.amountConfirmed, first.amountRemaining],
    ['partially_confirmed', 300_000, 420_000],
  );
  await showCredit(cast, order.buyerId, 420_000, 300_000);
  const tooLate = await demo.tryCancel(order.id);
  story.check('it can no longer be cancelled', [tooLate.status, codeOf(tooLate.body)], [409, 'OrderAlreadyConfirmed']);
  const last = await demo.confirm(order.id, { amount: 390_000, shippedOn: businessDate, final: true });
  story.say(`The rest follows; one chair (${yen(30_000)}) is out of stock, so this shipment is the final one.`);
  story.check(
    'the order is confirmed, the rest released',
    [last.state, last.amountConfirmed, last.amountCancelled],
    ['confirmed', 690_000, 30_000],
  );
  await showCredit(cast, order.buyerId, 0, 690_000);
}

async function tellCancel(cast: Cast, buyerId: string): Promise<string> {
  const { story, demo } = cast;
  story.chapter('An order is cancelled');
  const order = await demo.place({ buyerId, amount: 120_000, description: '会議用テーブル' });
  await showCredit(cast, buyerId, 120_000, 690_000);
  story.check('the buyer has changed its mind', (await demo.cancel(order.id)).state, 'cancelled');
  await showCredit(cast, buyerId, 0, 690_000);
  return order.id;
}

async function tellExpiry(cast: Cast, buyerId: string): Promise<string> {
  const { story, demo, staff } = cast;
  story.chapter('A hold that nobody resolves expires after sixty days');
  const { businessDate: today } = await staff.time();
  const order = await demo.place({ buyerId, amount: 200_000, description: 'ホワイトボード' });
  story.check(`ordered on ${today}, held until ${order.expiresOn}`, order.expiresOn, plusDays(today, 60));
  await staff.advance({ days: 60 });
  story.check('sixty days later it still stands', (await demo.order(order.id)).state, 'authorized');
  const { businessDate } = await staff.advance({ days: 1 });
  const expired = await demo.order(order.id);
  story.check(`on ${businessDate} it has expired`, [expired.state, expired.amountCancelled], ['expired', 200_000]);
  await showCredit(cast, buyerId, 0, 690_000);
  return order.id;
}
