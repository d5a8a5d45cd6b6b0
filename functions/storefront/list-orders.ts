import { orderResource } from '../orders/order.resource.ts';
import type { Order } from '../orders/order.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { midnightInJapan, plusDays } from '../shared/clock.ts';
import { type Column, csvAnswer } from '../shared/csv.ts';
import type { Language } from './language.ts';
import { type LabelCode, labelOf } from './order-label.ts';
import { orderRow } from './order-view.ts';
import { amountsOf } from './shop-amounts.ts';
import type { OrderRow } from './storefront-orders.contract.ts';
import type { ShopQuery } from './storefront-orders.store.ts';

export interface ListPorts {
  readonly listed: {
    list(query: ShopQuery): Promise<{ readonly items: readonly Order[]; readonly nextCursor: string | null }>;
  };
}

export interface ShopList {
  readonly merchantId: string;
  readonly lang: Language;
  readonly label?: LabelCode | undefined;
  readonly mismatch?: 'true' | 'false' | undefined;
  /** Business dates of placing, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The shop's order list (CAPABILITIES.md B5). */
export async function listedOrders(ports: ListPorts, query: ShopList): Promise<Answer> {
  return answer(200, await rowsOf(ports, query));
}

async function rowsOf(ports: ListPorts, { merchantId, lang, label, mismatch, from, to, limit, cursor }: ShopList) {
  const isAsked = (order: Order): boolean =>
    (label === undefined || labelOf(order.state).code === label) &&
    (mismatch === undefined || (amountsOf(orderResource(order)).difference !== 0) === (mismatch === 'true'));
  const { items, nextCursor } = await ports.listed.list({
    merchantId,
    isAsked,
    filter: JSON.stringify(['shop', label, mismatch, from, to]),
    from: from && midnightInJapan(from),
    before: to && midnightInJapan(plusDays(to, 1)),
    limit,
    cursor,
  });
  return { items: items.map((order) => orderRow(orderResource(order), lang)), nextCursor };
}

const columnsOf = (lang: Language) =>
  [
    { name: 'reference', headings: [lang === 'ja' ? '受注番号' : 'reference'] },
    { name: 'paymentNumber', headings: [lang === 'ja' ? '決済番号' : 'paymentNumber'] },
    { name: 'label', headings: [lang === 'ja' ? '決済状況' : 'label'] },
    { name: 'shopStatus', headings: [lang === 'ja' ? '対応状況' : 'shopStatus'] },
    { name: 'shopAmount', headings: [lang === 'ja' ? '受注金額' : 'shopAmount'] },
    { name: 'paidAmount', headings: [lang === 'ja' ? 'Paid決済金額' : 'paidAmount'] },
    { name: 'difference', headings: [lang === 'ja' ? '差額' : 'difference'] },
    { name: 'updatedAt', headings: [lang === 'ja' ? '最終更新日時' : 'updatedAt'] },
  ] as const satisfies readonly Column<string>[];

/** An answer holds 6 MB; a thousand rows are a quarter of one. */
const rowsPerFile = 1000;
const rowsPerRead = 100;

/** The same list as a file. */
export async function exportedOrders(
  ports: ListPorts,
  { encoding, ...query }: Omit<ShopList, 'limit'> & { readonly encoding: 'utf-8' | 'shift_jis' },
): Promise<Answer> {
  const rows: OrderRow[] = [];
  let { cursor } = query;
  for (;;) {
    const page = await rowsOf(ports, { ...query, cursor, limit: rowsPerRead });
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    if (cursor === undefined || rows.length >= rowsPerFile) break;
  }
  const file = csvAnswer(columnsOf(query.lang), rows.map(cellsOf), { encoding, fileName: 'orders.csv' });
  return cursor === undefined ? file : { ...file, headers: { ...file.headers, 'x-next-cursor': cursor } };
}

const cellsOf = (row: OrderRow) => ({
  reference: row.reference,
  paymentNumber: row.paymentNumber,
  label: row.label.text,
  shopStatus: row.shopStatus ?? '',
  shopAmount: String(row.shopAmount),
  paidAmount: String(row.paidAmount),
  difference: String(row.difference),
  updatedAt: row.updatedAt,
});
