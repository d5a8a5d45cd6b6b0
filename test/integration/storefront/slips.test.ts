import { beforeAll, describe, expect, test } from 'vitest';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, placed } from '../../support/orders.ts';
import { aShop } from '../../support/shop.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

async function anOrder(amount = 100_000) {
  const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
  const shop = aShop(tables, buyer.merchantId);
  const order = await placed(shop.ports, buyer, amount);
  const journals = async (orderId = order.id) =>
    (await tables.ledger.query({ partition: `JOURNAL#${orderId}` })).items.length;
  const now = async () => (await shop.ports.orders.get({ merchantId: buyer.merchantId, orderId: order.id })).order;
  return { buyer, shop, order, now, journals };
}

describe('B5 a file of shipments', () => {
  const heading = '受注番号,出荷日,配送業者,伝票番号,金額,完了';

  test('B5 confirms the good rows, names what is wrong with the others, and confirms nothing twice', async () => {
    const { shop, order, buyer, journals } = await anOrder();
    const [parts, apart, cancelled, held] = [
      await placed(shop.ports, buyer, 50_000),
      await placed(shop.ports, buyer, 40_000),
      await placed(shop.ports, buyer, 30_000),
      await placed(shop.ports, buyer, 20_000),
    ];
    await shop.edit(apart.id, { shopAmount: 39_000, changePaidAmount: false });
    await shop.press(cancelled.id, { action: 'cancel', version: 1 });
    const file = [
      heading,
      `${order.reference},2026/11/20,ヤマト運輸,1111-2222,,`,
      `${parts.reference},2026-11-20,佐川急便,3333,"20,000",`,
      `${parts.reference},2026年11月20日,佐川急便,4444,１０，０００,○`,
      `${apart.reference},20261120,,,,`,
      `${cancelled.reference},2026-11-20,,,,`,
      'no-such-order,2026-11-20,,,,',
      `${order.reference},2026-02-30,,,,`,
      ',2026-11-20,,,,',
      `${order.reference},2026-11-20,,,99999999999999,`,
      `${held.reference},2062-11-20,,5555,,`,
      `${held.reference},1926-11-20,,6666,,`,
    ].join('\r\n');
    const report = await shop.confirmFile(file);
    expect(report.results.map(({ line, outcome, code, field }) => [line, outcome, code, field])).toEqual([
      [2, 'confirmed', null, null],
      [3, 'confirmed', null, null],
      [4, 'confirmed', null, null],
      [5, 'warning', 'amount_mismatch', null],
      [6, 'error', 'HoldAlreadyResolved', null],
      [7, 'error', 'OrderNotFound', null],
      [8, 'error', 'invalid_date', '出荷日'],
      [9, 'error', 'required', '受注番号'],
      [10, 'error', 'too_big', '金額'],
      [11, 'error', 'ShippedOnImpossible', '出荷日'],
      [12, 'error', 'ShippedOnImpossible', '出荷日'],
    ]);
    expect(report).toMatchObject({ rows: 11, confirmed: 3, warnings: 1, errors: 7, isComplete: true });
    expect(report.results[1]).toMatchObject({ message: '一部確定しました。', orderId: parts.id });
    const { order: shipped } = await shop.ports.orders.get({ merchantId: buyer.merchantId, orderId: parts.id });
    expect(shipped.state).toBe('confirmed');
    expect(shipped.confirmations.map(({ amount, trackingNumber }) => [amount, trackingNumber])).toEqual([
      [20_000, '3333'],
      [10_000, '4444'],
    ]);

    const again = await shop.confirmFile(file);
    expect(again).toMatchObject({ confirmed: 0, alreadyConfirmed: 4, warnings: 0, errors: 7 });
    expect([await journals(), await journals(parts.id), await journals(apart.id)]).toEqual([1, 2, 1]);
  });

  test('B5 sent twice at once confirms each row once', async () => {
    const { shop, order, buyer, journals } = await anOrder();
    const other = await placed(shop.ports, buyer, 50_000);
    const file = [heading, `${order.reference},2026-11-20,,,,`, `${other.reference},2026-11-20,,,,`].join('\n');
    const reports = await Promise.all([shop.confirmFile(file), shop.confirmFile(file)]);
    expect(reports.map(({ errors }) => errors)).toEqual([0, 0]);
    expect(reports.reduce((total, { confirmed }) => total + confirmed, 0)).toBe(2);
    expect([await journals(), await journals(other.id)]).toEqual([1, 1]);
  });

  test('B5 an order that was confirmed another way is told to be confirmed already', async () => {
    const { shop, order, journals } = await anOrder();
    await shop.press(order.id, { action: 'confirm', version: 1 });
    const report = await shop.confirmFile(`${heading}\n${order.reference},2026-11-20,,1234,,\n`);
    expect(report.results).toMatchObject([{ outcome: 'already_confirmed', code: 'OrderAlreadyConfirmed' }]);
    expect(await journals()).toBe(1);
  });

  test('B5 one slip number is billed once, whatever else its row says now', async () => {
    const { shop, order, now, journals } = await anOrder();
    const row = (slip: string, amount: string) =>
      `${heading}\n${order.reference},2026-11-20,ヤマト運輸,${slip},${amount},\n`;
    expect(await shop.confirmFile(row('1111', '40000'))).toMatchObject({ confirmed: 1 });
    const corrected = await shop.confirmFile(row('1111', '50000'));
    expect(corrected.results).toMatchObject([{ outcome: 'already_confirmed', code: 'SlipAlreadyConfirmed' }]);
    expect(await shop.confirmFile(row('2222', '50000'))).toMatchObject({ confirmed: 1 });
    expect(await now()).toMatchObject({ amountConfirmed: 90_000, amountRemaining: 10_000 });
    expect(await journals()).toBe(2);
  });

  test('B5 that cannot be done in time says where it stopped, and goes on when it is sent again', async () => {
    const { shop, order, buyer } = await anOrder();
    const other = await placed(shop.ports, buyer, 50_000);
    let asked = 0;
    const now = (): number => {
      asked += 1;
      return shop.ports.clock.now() + (asked <= 2 ? 0 : 23_000);
    };
    const late = aShop(tables, buyer.merchantId, { now });
    const file = `${heading}\n${order.reference},2026-11-20,,,,\n${other.reference},2026-11-20,,,,\n`;
    const stopped = await late.confirmFile(file, 'the-same-key');
    expect(stopped.isComplete).toBe(false);
    expect(stopped.results.map(({ code }) => code)).toContain('NotReached');
    const done = await shop.confirmFile(file, 'the-same-key');
    expect(done).toMatchObject({ isComplete: true, errors: 0 });
    expect(await shop.confirmFile(file, 'the-same-key')).toEqual(done);
  });
});
