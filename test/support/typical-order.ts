import type { AuthorizeInput } from '../../functions/orders/authorize.ts';
import { yen } from '../../functions/shared/money.ts';
import { onceRequest } from '../../functions/shared/once.ts';

import { actor } from './orders.ts';

type Lines = AuthorizeInput['order']['lines'];
const line = (description: string, quantity: number, unitPrice: number, taxRate: 10 | 8): Lines[number] => ({
  description,
  quantity,
  unitPrice,
  taxRate,
  taxIncluded: true,
});

/** An order as an office-supply shop would send it: three lines in Japanese, two tax rates. */
export const typicalLines: Lines = [
  line('事務用チェア 肘付き ブラック', 4, 19_800, 10),
  line('会議用テーブル 幅1800mm', 2, 43_780, 10),
  line('緑茶 500ml 24本入り', 10, 2_592, 8),
];

export const singleLine: Lines = [line('Office chairs', 1, 192_680, 10)];

/** The first line's price goes up or down by `yen` a piece. */
export const repriced = ([first, ...rest]: Lines, more: number): Lines =>
  first ? [{ ...first, unitPrice: first.unitPrice + more }, ...rest] : [];

export const totalOf = (lines: Lines) =>
  yen(lines.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice, 0));

export const typicalShipment = { shippedOn: '2026-11-20', carrier: 'ヤマト運輸', trackingNumber: '4567-8901-2345' };

/** What the HTTP function hands to the authorization workflow, with ids as long as the real ones. */
export function typicalOrder(
  buyer: { readonly merchantId: string; readonly buyerId: string },
  reference: string,
  lines: Lines = typicalLines,
): AuthorizeInput {
  const order = {
    reference,
    buyerId: buyer.buyerId,
    method: 'paid' as const,
    lines,
    amount: totalOf(lines),
    shippingDueOn: '2026-12-01',
  };
  return {
    actor,
    merchantId: buyer.merchantId,
    order,
    once: onceRequest(`${buyer.merchantId} POST /v1/orders`, reference, order),
  };
}
