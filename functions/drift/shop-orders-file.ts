import type { UploadedFile } from '../shared/contract.ts';
import { type Column, type CsvRow, readCsv } from '../shared/csv.ts';
import { fieldErrors } from '../shared/field-errors.ts';
import type { FieldError } from '../shared/refusal.ts';
import { malformed } from '../shared/request.refusals.ts';
import { numberOf } from '../storefront/slip.ts';
import { rowsMax, ShopOrder } from './drift.contract.ts';

const columns = [
  { name: 'reference', headings: ['受注番号', 'reference'], isRequired: true },
  { name: 'amount', headings: ['金額', 'amount'], isRequired: true },
  { name: 'status', headings: ['対応状況', 'status'], isRequired: true },
] as const satisfies readonly Column<string>[];

/** What shops call it. */
const statuses: Readonly<Record<string, ShopOrder['status']>> = {
  未対応: 'open',
  対応中: 'open',
  出荷済: 'shipped',
  発送済: 'shipped',
  完了: 'shipped',
  キャンセル: 'cancelled',
};

/**
 * The shop's orders from a file. A comparison takes the whole list or nothing of it: an order whose row cannot be read would be
 * called missing.
 */
export function readShopOrders(file: UploadedFile): ShopOrder[] {
  const read = readCsv(file, columns, rowsMax).map(readRow);
  const errors = read.flatMap((one) => ('errors' in one ? one.errors : []));
  if (errors.length > 0) throw malformed(errors);
  return read.flatMap((one) => ('errors' in one ? [] : [one]));
}

type Row = CsvRow<(typeof columns)[number]['name']>;

function readRow({ line, cells }: Row): ShopOrder | { readonly errors: FieldError[] } {
  const { amount, status } = cells;
  const given = {
    ...cells,
    ...(amount === undefined ? {} : { amount: numberOf(amount) }),
    ...(status === undefined ? {} : { status: statuses[status] ?? status }),
  };
  const result = ShopOrder.safeParse(given);
  if (result.success) return result.data;
  return {
    errors: fieldErrors(result.error.issues, '', given).map(({ pointer, code, message }) => {
      const heading = columns.find(({ name }) => pointer === `/${name}`)?.headings[0] ?? pointer;
      return { pointer: `/${line}/${heading}`, code, message };
    }),
  };
}
