import { describe, expect, test } from 'vitest';
import type { Comparison, DriftResource } from '../../functions/drift/drift.contract.ts';
import type { EventResource } from '../../functions/events/event.contract.ts';
import { toShiftJis } from '../../functions/shared/shift-jis.ts';
import type { SlipReport } from '../../functions/storefront/slips.contract.ts';
import type { OrderRow, OrderView, Prompt } from '../../functions/storefront/storefront-orders.contract.ts';
import { expectProblem, succeeded, until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { anActiveBuyer, type Page, placedOn } from '../support/sessions.ts';

const { demo, other, operator, url } = await journey();
const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 5_000_000 }));
const place = (amount: number) => demo.place({ buyerId, amount });

const at = (orderId: string, rest = '') => `/v1/storefront/orders/${orderId}${rest}`;
const screen = (orderId: string, query = '') => demo.api.get<OrderView>(at(orderId, query));

/** Presses a button as a browser does: what it carries, and nothing else. */
async function press(view: OrderView, action: string) {
  const button = view.buttons.find((one) => one.action === action);
  if (!button) throw new Error(`there is no button ${action}`);
  return demo.api.tryPost<OrderView>(button.path, button.body, button.idempotencyKey);
}

const edit = (orderId: string, shopAmount: number, changePaidAmount: boolean) =>
  demo.api.tryPost<OrderView>(at(orderId, '/edits'), { shopAmount, changePaidAmount });

const driftOf = async (orderId: string): Promise<DriftResource | undefined> =>
  (await demo.api.get<Page<DriftResource>>('/v1/drifts?limit=100')).items.find((drift) => drift.orderId === orderId);

/** The latest event of a type about an order, once it is recorded. */
const eventOf = (type: string, resourceId: string) =>
  until(
    () => `recorded: ${type}`,
    async () => {
      const page = await demo.api.get<Page<EventResource>>(
        `/v1/events?type=${type}&resourceId=${resourceId}&limit=100`,
      );
      return page.items.at(-1);
    },
  );

describe('the shop looks at its orders', () => {
  test('P16 the shop changes its amount only, and the order shows the mismatch until both are the same', async () => {
    const { id } = await place(100_000);
    const apart = succeeded(await edit(id, 90_000, false));
    expect(apart).toMatchObject({ shopAmount: 90_000, paidAmount: 100_000, difference: -10_000 });
    const drift = await driftOf(id);
    expect(drift).toMatchObject({ kind: 'amount', state: 'open', difference: -10_000 });
    const { items } = await demo.api.get<Page<OrderRow>>('/v1/storefront/orders?mismatch=true&limit=100');
    expect(items.map((row) => row.id)).toContain(id);

    const same = succeeded(await edit(id, 90_000, true));
    expect(same).toMatchObject({ shopAmount: 90_000, paidAmount: 90_000, difference: 0, warnings: [] });
    expect(await driftOf(id)).toMatchObject({ state: 'resolved', resolution: 'change' });
    const detected = await eventOf('drift.detected', String(drift?.id));
    expect(detected.data).toMatchObject({ kind: 'amount', orderId: id, shopAmount: 90_000, paidAmount: 100_000 });
    await eventOf('drift.resolved', String(drift?.id));
    await expectBalancedBooks(operator);
  });

  test('P16 a rise that the limit does not cover leaves both amounts as they were, and says so', async () => {
    const { id } = await place(100_000);
    const problem = expectProblem(await edit(id, 9_000_000, true), 422, 'CreditLimitExceeded');
    expect(problem.detail).toContain('Neither amount was changed');
    expect(await screen(id)).toMatchObject({ shopAmount: 100_000, paidAmount: 100_000, version: 1 });
    await expectBalancedBooks(operator);
  });

  test('B6 the dialog shows both amounts and their difference, and its tick changes the Paid amount too', async () => {
    const { id } = await place(60_000);
    succeeded(await edit(id, 45_000, false));
    const { editDialog, buttons } = await screen(id);
    expect(editDialog).toMatchObject({ isEditable: true, shopAmount: 45_000, paidAmount: 60_000, difference: -15_000 });
    expect(editDialog.tickText).toBe('Paidの決済金額も 45,000 円に変更する');
    const button = buttons.find(({ action }) => action === 'change_amount');
    if (!button) throw new Error('there is no button to change the amount');
    const typed = { ...button.body, shopAmount: 48_000, changePaidAmount: true };
    const changed = await demo.api.post<OrderView>(button.path, typed, button.idempotencyKey);
    expect(changed.editDialog).toMatchObject({ shopAmount: 48_000, paidAmount: 48_000, difference: 0 });
    expect(await demo.order(id)).toMatchObject({ amount: 48_000, amountMismatch: 0 });
    await expectBalancedBooks(operator);
  });

  test('P17 confirming with a mismatch is permitted and warns, and then the amount is final', async () => {
    const { id } = await place(50_000);
    succeeded(await edit(id, 40_000, false));
    const confirmed = succeeded(await press(await screen(id), 'confirm'));
    expect(confirmed.label).toEqual({ code: 'confirmed', text: 'Paid(確定済)' });
    expect(confirmed.warnings).toMatchObject([{ code: 'amount_mismatch' }]);
    expectProblem(await edit(id, 45_000, true), 409, 'OrderNotChangeable');
    expect(await driftOf(id)).toMatchObject({ state: 'open', orderState: 'confirmed' });
    await expectBalancedBooks(operator);
  });

  test('P18 cancelling in the shop does not cancel the payment: it asks, and the button does it', async () => {
    const { id } = await place(30_000);
    const before = await demo.credit(buyerId);
    const path = at(id, '/status-reports?lang=en');
    const report = await demo.api.post<OrderView & { prompt: Prompt }>(path, { status: 'cancelled' });
    expect(report).toMatchObject({ state: 'authorized', prompt: { code: 'payment_not_cancelled' } });
    expect(await demo.credit(buyerId)).toEqual(before);
    const { button } = report.prompt;
    if (!button) throw new Error('the prompt has no button');
    const cancelled = await demo.api.post<OrderView>(button.path, button.body, button.idempotencyKey);
    expect(cancelled.label).toEqual({ code: 'cancelled', text: 'Paid (cancelled)' });
    expect((await demo.credit(buyerId)).held).toBe(before.held - 30_000);
    await expectBalancedBooks(operator);
  });

  test('P20 what is done here reaches the shop as an event with all that its screen needs', async () => {
    const [shipped, dropped] = [await place(20_000), await place(10_000)];
    await demo.confirm(shipped.id);
    await demo.cancel(dropped.id);
    const confirmed = await eventOf('order.confirmed', shipped.id);
    expect(confirmed.data).toMatchObject({ reference: shipped.reference, state: 'confirmed', amountConfirmed: 20_000 });
    const cancelled = await eventOf('order.cancelled', dropped.id);
    expect(cancelled.data).toMatchObject({ reference: dropped.reference, state: 'cancelled', amountCancelled: 10_000 });
    const refreshed = await demo.api.send<OrderView & { isChanged: boolean }>('POST', at(shipped.id, '/refreshes'), {
      body: { version: 1 },
    });
    expect(succeeded(refreshed)).toMatchObject({ isChanged: true, label: { code: 'confirmed' } });
  });

  test('B5 the shop confirms its shipments by a file, in Shift_JIS as in UTF-8, and the same rows once', async () => {
    const [whole, part] = [await place(12_000), await place(34_000)];
    const day = placedOn(whole).replaceAll('-', '/');
    const file = [
      '受注番号,出荷日,配送業者,伝票番号,金額,完了',
      `${whole.reference},${day},ヤマト運輸,1111-2222-3333,,`,
      `${part.reference},${day},佐川急便,4444,"14,000",○`,
      `nobody-knows,${day},,,,`,
    ].join('\r\n');
    const path = '/v1/storefront/orders:confirm';
    const fromExcel = await fetch(url + path, {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk_test_demo',
        'content-type': 'application/octet-stream',
        'idempotency-key': crypto.randomUUID(),
      },
      body: Buffer.from(toShiftJis(file)),
    });
    expect(fromExcel.status).toBe(200);
    const report = (await fromExcel.json()) as SlipReport;
    expect(report).toMatchObject({ rows: 3, confirmed: 2, errors: 1 });
    expect(report.results.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, 'confirmed'],
      [3, 'confirmed'],
      [4, 'error'],
    ]);
    const again = await demo.api.send<SlipReport>('POST', path, {
      text: file,
      headers: { 'content-type': 'text/csv', 'idempotency-key': crypto.randomUUID() },
    });
    expect(succeeded(again)).toMatchObject({ confirmed: 0, alreadyConfirmed: 2, errors: 1 });
    const { confirmations } = await demo.order(part.id);
    expect(confirmations).toMatchObject([{ amount: 14_000, carrier: '佐川急便', trackingNumber: '4444' }]);
    expect(await demo.order(whole.id)).toMatchObject({ state: 'confirmed', amountConfirmed: 12_000 });
    await expectBalancedBooks(operator);
  });

  test('B5 the shop takes its order list home as a file', async () => {
    const { reference } = await place(9000);
    const answer = await demo.api.send('GET', '/v1/storefront/orders:export?label=unconfirmed');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(answer.text).toContain('受注番号,決済番号,決済状況');
    expect(answer.text.split('\r\n').find((row) => row.startsWith(reference))).toContain('Paid(未確定)');
  });

  test('B7 a double click on a button is carried out once', async () => {
    const { id } = await place(7000);
    const view = await screen(id);
    const presses = await Promise.all([1, 2, 3].map(() => press(view, 'confirm')));
    expect(presses.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(presses.map(({ text }) => text)).size).toBe(1);
    expect(await operator.journals(id)).toHaveLength(1);
    expectProblem(await press(view, 'cancel'), 409, 'OrderAlreadyConfirmed');
    await expectBalancedBooks(operator);
  });

  test('B8 every press leaves a row: who, from what to what, by which request', async () => {
    const { id } = await place(8000);
    const pressed = await press(await screen(id), 'confirm');
    const row = await until(
      () => 'in the audit log',
      async () => {
        const log = await demo.api.get<Page<Record<string, unknown>>>(`/v1/audit-log?resourceId=${id}&limit=100`);
        return log.items.find(({ action }) => action === 'order.confirmed');
      },
    );
    expect(row).toMatchObject({
      resourceId: id,
      by: expect.stringMatching(/^key_/),
      requestId: pressed.headers.get('x-request-id'),
      from: { state: 'authorized' },
      to: { state: 'confirmed', amountConfirmed: 8000 },
    });
  });

  test('D5 a comparison finds each class of drift, and each is resolved', async () => {
    const { id: own } = await anActiveBuyer(other, aCompany({ requestedCreditLimit: 1_000_000 }));
    const [dearer, cancelled, shipped, missing] = [
      await other.place({ buyerId: own, amount: 10_000 }),
      await other.place({ buyerId: own, amount: 20_000 }),
      await other.place({ buyerId: own, amount: 30_000 }),
      await other.place({ buyerId: own, amount: 40_000 }),
    ];
    const { businessDate: today } = await operator.time();
    const rows = [
      `${dearer.reference},15000,未対応`,
      `${cancelled.reference},20000,キャンセル`,
      `${shipped.reference},30000,出荷済`,
      `extra-${own},5000,対応中`,
    ];
    const path = `/v1/drifts:compare-file?from=${today}&to=${today}`;
    const compared = await other.api.send<Comparison>('POST', path, {
      text: ['受注番号,金額,対応状況', ...rows].join('\n'),
      headers: { 'content-type': 'text/csv', 'idempotency-key': crypto.randomUUID() },
    });
    const { drifts } = succeeded(compared);
    const resolutionOf = { amount_differs: 'adopt_shop_amount', shop_cancelled: 'cancel_payment' } as const;
    const more = { shop_shipped: 'confirm_payment', not_in_shop: 'cancel_payment', not_with_us: 'accept' } as const;
    const ways: Readonly<Record<string, string>> = { ...resolutionOf, ...more };
    const about = new Set(
      [dearer, cancelled, shipped, missing].map(({ reference }) => reference).concat(`extra-${own}`),
    );
    const found = drifts.filter(({ reference }) => about.has(reference));
    expect(found.map(({ cause }) => cause).sort()).toEqual(Object.keys(ways).sort());
    for (const { id, cause } of found) {
      const body = { resolution: ways[cause], reason: '店舗に確認した' };
      const resolved = await other.api.post<DriftResource>(`/v1/drifts/${id}/resolution`, body);
      expect(resolved).toMatchObject({ state: 'resolved', resolution: ways[cause] });
      expect(resolved.evidence.at(-1)).toMatchObject({ what: 'resolved', reason: '店舗に確認した' });
    }
    expect(await other.order(dearer.id)).toMatchObject({ amount: 15_000, amountMismatch: 0 });
    expect(await other.order(shipped.id)).toMatchObject({ state: 'confirmed' });
    expect(await other.order(missing.id)).toMatchObject({ state: 'cancelled' });
    await expectBalancedBooks(operator);
  });
});
