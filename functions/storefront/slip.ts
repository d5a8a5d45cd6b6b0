import * as z from 'zod/mini';
import { ConfirmOrder } from '../orders/order.contract.ts';
import { canonicalJson } from '../shared/canonical.ts';
import type { Column, CsvRow } from '../shared/csv.ts';
import { fieldErrors } from '../shared/field-errors.ts';
import { reference } from '../shared/japanese.contract.ts';
import { type OnceRequest, onceRequest } from '../shared/once.ts';

/** A row of the file by which a shop registers what it has shipped (CAPABILITIES.md B5: bulk confirm by slip registration). */
export const slipColumns = [
  { name: 'reference', headings: ['受注番号', 'reference'], isRequired: true },
  { name: 'shippedOn', headings: ['出荷日', 'shippedOn'], isRequired: true },
  { name: 'carrier', headings: ['配送業者', 'carrier'] },
  { name: 'trackingNumber', headings: ['伝票番号', 'trackingNumber'] },
  { name: 'amount', headings: ['金額', 'amount'] },
  { name: 'final', headings: ['完了', 'final'] },
] as const satisfies readonly Column<string>[];
type SlipColumn = (typeof slipColumns)[number]['name'];

const referenceMax = 64;
const Slip = z.strictObject({ reference: reference(referenceMax), ...ConfirmOrder.shape });

export interface Slip {
  readonly line: number;
  readonly reference: string;
  readonly shipment: z.infer<typeof ConfirmOrder>;
}

export interface SlipError {
  readonly line: number;
  readonly reference: string | null;
  /** The heading of the cell that is wrong. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Reads a row as people write it: 2026/1/5, １２，０００, ○. Names the first cell that cannot be understood. */
export function readSlip({ line: at, cells }: CsvRow<SlipColumn>): Slip | SlipError {
  const given = {
    ...cells,
    ...(cells.shippedOn === undefined ? {} : { shippedOn: dateOf(cells.shippedOn) }),
    ...(cells.amount === undefined ? {} : { amount: numberOf(cells.amount) }),
    ...(cells.final === undefined ? {} : { final: flagOf(cells.final) }),
  };
  const read = Slip.safeParse(given);
  if (!read.success) {
    const [first] = fieldErrors(read.error.issues, '', given);
    const name = first?.pointer.split('/')[1];
    const column = slipColumns.find((one) => one.name === name);
    const { code = 'invalid', message = 'Is not valid.' } = first ?? {};
    const reference = cells.reference?.slice(0, referenceMax) ?? null; // a report says no more than orders can be called
    return { line: at, reference, field: column?.headings[0] ?? '', code, message };
  }
  const { reference, ...shipment } = read.data;
  return { line: at, reference, shipment };
}

const plain = (text: string): string => text.normalize('NFKC').trim();

/** 2026/1/5, 2026.1.5, 2026年1月5日 and 20260105 are what spreadsheets and carriers make of a date. */
export function dateOf(text: string): string {
  const [, year, month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain(text)) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain(text)) ??
    [];
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** What is no number stays text, for the schema to refuse. */
export function numberOf(text: string): number | string {
  const digits = plain(text)
    .replace(/^[¥\\]|円$/g, '')
    .replaceAll(',', '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : text;
}

const yes: ReadonlySet<string> = new Set(['1', '○', '◯', 'はい', '完了', 'true', 'yes']);
const no: ReadonlySet<string> = new Set(['0', '×', 'いいえ', '未完了', 'false', 'no']);

function flagOf(text: string): boolean | string {
  const word = plain(text).toLowerCase();
  return yes.has(word) ? true : no.has(word) ? false : text;
}

/**
 * What makes a row the same as one that was carried out before: the order and the facts of the shipment, whatever file it comes
 * in. A file that is sent twice, or again with rows added, confirms nothing twice.
 */
export const onceOfSlip = (merchantId: string, orderId: string, { shipment }: Slip): OnceRequest =>
  onceRequest(`${merchantId} slip ${orderId}`, canonicalJson(shipment), shipment);
