import { beforeAll, describe, expect, test } from 'vitest';
import { creditAccountKey } from '../../../functions/buyers/credit-account.ts';
import { captureOrder } from '../../../functions/orders/capture.ts';
import type { Answer } from '../../../functions/shared/answer.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { buttonsOf } from '../../../functions/storefront/buttons.ts';
import { listedOrders } from '../../../functions/storefront/list-orders.ts';
import { shownToShop } from '../../../functions/storefront/order-view.ts';
import { promptFor } from '../../../functions/storefront/report-status.ts';
import type { OrderRow, OrderView } from '../../../functions/storefront/storefront-orders.contract.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, actor, placed } from '../../support/orders.ts';
import { aShop, bodyIn } from '../../support/shop.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

async function anOrder(amount = 100_000) {
  const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
  const shop = aShop(tables, buyer.merchantId);
  const order = await placed(shop.ports, buyer, amount);
  const available = async () => (await tables.transactions.get(creditAccountKey(buyer)))?.available;
  const now = async () => (await shop.ports.orders.get({ merchantId: buyer.merchantId, orderId: order.id })).order;
  const journals = async (orderId = order.id) =>
    (await tables.ledger.query({ partition: `JOURNAL#${orderId}` })).items.length;
  return { buyer, shop, order, available, now, journals };
}

const seen = (answer: Answer, lang: 'ja' | 'en' = 'ja') => bodyIn<OrderView>(shownToShop(answer, lang));

describe('P16 the shop changes the amount of an order', () => {
  test('P16 however often the shop edits an order and reports about it, the order does not grow with it', async () => {
    const { shop, order, buyer } = await anOrder();
    for (let round = 0; round < 3; round++) {
      await shop.edit(order.id, { shopAmount: 100_000 + round, changePaidAmount: round > 0 });
      await shop.report(order.id, round % 2 ? 'open' : 'shipped');
    }
    const stored = await shop.ports.orders.get({ merchantId: buyer.merchantId, orderId: order.id });
    expect(stored.order.version).toBe(7);
    expect(stored.proofs()).toHaveLength(1); // of its placing: 256 of them would not fit (packed-proofs.ts)
  });

  test('P16 an edit that is sent again gets its first answer, whatever became of the order', async () => {
    const { shop, order } = await anOrder();
    const edit = { shopAmount: 90_000, changePaidAmount: true };
    const first = await shop.edit(order.id, edit, 'again');
    await shop.edit(order.id, { shopAmount: 80_000, changePaidAmount: true });
    expect(await shop.edit(order.id, edit, 'again')).toEqual({ status: 201, body: first.body, replayed: true });
    await expect(shop.edit(order.id, { ...edit, shopAmount: 1 }, 'again')).rejects.toMatchObject({
      code: 'IdempotencyKeyReused',
    });
    const pressed = await Promise.all([1, 2].map(() => shop.edit(order.id, { ...edit, shopAmount: 70_000 }, 'twice')));
    expect(new Set(pressed.map(({ body }) => body)).size).toBe(1);
  });

  test('P16 with the tick the Paid amount changes as well, and the credit with it', async () => {
    const { shop, order, available, now } = await anOrder();
    const up = seen(await shop.edit(order.id, { shopAmount: 150_000, changePaidAmount: true, version: 1 }));
    expect(up).toMatchObject({ shopAmount: 150_000, paidAmount: 150_000, difference: 0, warnings: [] });
    expect(await available()).toBe(850_000);
    await shop.edit(order.id, { shopAmount: 60_000, changePaidAmount: true, version: 2 });
    expect(await available()).toBe(940_000);
    const { lines } = await now();
    expect(lines.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice, 0)).toBe(60_000);
  });

  test('P16 without the tick only the shop changes its amount, and the order shows the mismatch', async () => {
    const { shop, order, available } = await anOrder();
    const view = seen(await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false }));
    expect(view).toMatchObject({ shopAmount: 90_000, paidAmount: 100_000, difference: -10_000 });
    expect(view.warnings).toEqual([
      {
        code: 'amount_mismatch',
        text: '受注金額 90,000 円とPaidの決済金額 100,000 円が異なります。このまま確定すると 100,000 円で請求されます。',
      },
    ]);
    expect(await available()).toBe(900_000);
  });

  test('P16 up beyond the limit is refused, and says that both amounts are as they were', async () => {
    const { shop, order, now, available } = await anOrder();
    const refused = shop.edit(order.id, { shopAmount: 1_000_001, changePaidAmount: true });
    await expect(refused).rejects.toMatchObject({
      code: 'CreditLimitExceeded',
      detail: expect.stringContaining('Neither amount was changed'),
      facts: { availableYen: 900_000, shopAmount: 100_000, paidAmount: 100_000 },
    });
    expect(await now()).toEqual(expect.objectContaining({ amount: 100_000, version: 1 }));
    expect(await shop.drifts()).toEqual([]);
    expect(await available()).toBe(900_000);
  });

  test('P16 with the tick and several tax rates asks for the lines, and takes them', async () => {
    const { shop, order, now } = await anOrder();
    const line = (unitPrice: number, taxRate: 10 | 8) => {
      return { description: '品', quantity: 1, unitPrice, taxRate, taxIncluded: true as const };
    };
    const edit = { shopAmount: 100_000, changePaidAmount: true, lines: [line(60_000, 10), line(40_000, 8)] };
    await shop.edit(order.id, edit);
    const asked = shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: true });
    await expect(asked).rejects.toMatchObject({ code: 'LinesRequired' });
    const lines = [line(50_000, 10), line(40_000, 8)];
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: true, lines });
    expect(await now()).toMatchObject({ amount: 90_000, lines });
  });

  test('P16 lines that do not make the amount are refused', async () => {
    const { shop, order, now } = await anOrder();
    const lines = [{ description: '品', quantity: 1, unitPrice: 1, taxRate: 10 as const, taxIncluded: true as const }];
    const edit = { shopAmount: 90_000, changePaidAmount: true, lines };
    await expect(shop.edit(order.id, edit)).rejects.toMatchObject({ code: 'MalformedRequest' });
    expect(await now()).toMatchObject({ amount: 100_000, version: 1 });
  });
});

describe('P17 an order whose amounts differ', () => {
  test('P17 is confirmed, with a warning, and its amount can no longer be changed', async () => {
    const { shop, order, journals } = await anOrder();
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false });
    const view = seen(await shop.press(order.id, { action: 'confirm', version: 2 }));
    expect(view).toMatchObject({ label: { code: 'confirmed', text: 'Paid(確定済)' }, paidAmount: 100_000 });
    expect(view.warnings.map(({ text }) => text)).toEqual([expect.stringContaining('異なるまま確定されました')]);
    expect(view.editDialog).toMatchObject({ isEditable: false, notice: expect.stringContaining('変更できません') });
    for (const changePaidAmount of [true, false]) {
      const late = shop.edit(order.id, { shopAmount: 80_000, changePaidAmount });
      await expect(late).rejects.toMatchObject({ code: 'OrderNotChangeable' });
    }
    expect(await journals()).toBe(1);
    expect(await shop.drifts()).toMatchObject([{ kind: 'amount', state: 'open', orderState: 'confirmed' }]);
  });
});

describe('P18 the shop cancels its order', () => {
  test('P18 and the payment stands: the answer asks whether to cancel it too, with the button for it', async () => {
    const { shop, order, available } = await anOrder();
    const told = await shop.report(order.id, 'cancelled');
    const prompt = promptFor(told, 'ja');
    expect(prompt).toMatchObject({ code: 'payment_not_cancelled', button: { text: 'キャンセルに変更' } });
    expect(prompt?.text).toContain('決済はキャンセルされません');
    expect(promptFor(told, 'en')?.text).toContain('does not cancel its payment');
    expect(seen(told)).toMatchObject({ state: 'authorized', shopStatus: 'cancelled' });
    expect(await available()).toBe(900_000);
    await shop.press(order.id, { action: 'cancel', version: 2 });
    expect(await available()).toBe(1_000_000);
    expect(await shop.drifts()).toMatchObject([{ state: 'resolved', resolution: 'change' }]);
  });

  test('P18 after the confirmation there is no button, and the text says what is left to do', async () => {
    const { shop, order } = await anOrder();
    await shop.press(order.id, { action: 'confirm', version: 1 });
    const prompt = promptFor(await shop.report(order.id, 'cancelled'), 'en');
    expect(prompt).toMatchObject({ button: null, text: expect.stringContaining('credit note') });
    const late = shop.press(order.id, { action: 'cancel', version: 3 });
    await expect(late).rejects.toMatchObject({ code: 'OrderAlreadyConfirmed' });
  });
});

describe('B7 a button', () => {
  const buttonOf = async (action: string) => {
    const world = await anOrder();
    const button = buttonsOf(world.order, 'ja').find((one) => one.action === action);
    if (!button) throw new Error(`no button ${action}`);
    return { ...world, button };
  };

  test('B7 that is pressed twice is carried out once, and both presses are shown the same', async () => {
    const { shop, order, button, journals } = await buttonOf('confirm');
    const first = await shop.press(order.id, { action: 'confirm', version: 1 }, button.idempotencyKey);
    const second = await shop.press(order.id, { action: 'confirm', version: 1 }, button.idempotencyKey);
    expect(second).toEqual({ ...first, replayed: true });
    expect(shownToShop(second, 'ja').body).toBe(shownToShop(first, 'ja').body);
    expect(await journals()).toBe(1);
  });

  test('B7 that five people press at once is carried out once', async () => {
    const { shop, order, button, journals, now } = await buttonOf('confirm');
    const presses = Array.from({ length: 5 }, () =>
      shop.press(order.id, { action: 'confirm', version: 1 }, button.idempotencyKey),
    );
    const answers = await Promise.all(presses);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(await journals()).toBe(1);
    expect(await now()).toMatchObject({ state: 'confirmed', version: 2 });
  });

  test('B7 on a screen that is outdated is refused, and nothing happens', async () => {
    const { shop, order, now } = await anOrder();
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: true });
    const stale = shop.press(order.id, { action: 'confirm', version: 1 });
    await expect(stale).rejects.toMatchObject({ code: 'VersionStale', facts: { version: 2 } });
    expect(await now()).toMatchObject({ state: 'authorized', version: 2 });
  });

  test('B7 carries its key: order, action and version', async () => {
    const { order, button } = await buttonOf('cancel');
    expect(button).toEqual({
      action: 'cancel',
      text: 'キャンセルに変更',
      method: 'POST',
      path: `/v1/storefront/orders/${order.id}/actions`,
      body: { version: 1, action: 'cancel' },
      idempotencyKey: `${order.id}:cancel:1`,
    });
  });
});

describe('B5 the other buttons of an order', () => {
  test('B5 close it short and release the rest', async () => {
    const { shop, order, buyer, available } = await anOrder();
    const shipment = { shippedOn: '2026-11-20', amount: 40_000 };
    const once = onceRequest('native', order.id, shipment);
    await captureOrder(shop.ports, { merchantId: buyer.merchantId, orderId: order.id, shipment, once, actor });
    const view = seen(await shop.press(order.id, { action: 'finalize', version: 2 }));
    expect(view).toMatchObject({ label: { code: 'confirmed' }, paidAmount: 40_000, difference: 0 });
    expect(await available()).toBe(960_000);
  });

  test('B5 extend its hold, once', async () => {
    const { shop, order } = await anOrder();
    const view = seen(await shop.press(order.id, { action: 'extend', version: 1 }));
    expect(view.expiresOn > order.expiresOn).toBe(true);
    expect(view.buttons.map(({ action }) => action)).not.toContain('extend');
    const again = shop.press(order.id, { action: 'extend', version: 2 });
    await expect(again).rejects.toMatchObject({ code: 'HoldAlreadyExtended' });
  });
});

describe('B5 the order list of the shop', () => {
  test('B5 shows label, amounts and difference, and finds orders by label and by mismatch', async () => {
    const { shop, order, buyer } = await anOrder();
    const [confirmed, cancelled] = [await placed(shop.ports, buyer, 20_000), await placed(shop.ports, buyer, 30_000)];
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false });
    await shop.press(confirmed.id, { action: 'confirm', version: 1 });
    await shop.press(cancelled.id, { action: 'cancel', version: 1 });
    const query = { merchantId: buyer.merchantId, lang: 'ja' as const, limit: 20 };
    const rows = async (more: object) =>
      bodyIn<{ items: OrderRow[] }>(await listedOrders(shop.ports, { ...query, ...more })).items;
    const shown = (await rows({})).map(({ id, label, paidAmount, difference }) => {
      return [id, [label.text, paidAmount, difference]] as const;
    });
    expect(Object.fromEntries(shown)).toEqual({
      [cancelled.id]: ['Paid(キャンセル済)', 0, 0],
      [confirmed.id]: ['Paid(確定済)', 20_000, 0],
      [order.id]: ['Paid(未確定)', 100_000, -10_000],
    });
    expect((await rows({ label: 'confirmed' })).map(({ id }) => id)).toEqual([confirmed.id]);
    expect((await rows({ mismatch: 'true' })).map(({ id }) => id)).toEqual([order.id]);
    expect(await rows({ mismatch: 'false' })).toHaveLength(2);
    expect(await rows({ to: '2026-11-19' })).toEqual([]);
    expect((await rows({ lang: 'en', label: 'cancelled' })).map(({ label }) => label.text)).toEqual([
      'Paid (cancelled)',
    ]);
  });
});
