import type { OrderState } from '../orders/order.ts';
import type { Texts } from './language.ts';

/** What a shop's order list shows of the payment (CAPABILITIES.md B5). */
export const labelCodes = [
  'unconfirmed',
  'confirmed',
  'partially_confirmed',
  'cancelled',
  'expired',
  'review',
  'declined',
] as const;
export type LabelCode = (typeof labelCodes)[number];

const codes: Readonly<Record<OrderState, LabelCode>> = {
  authorized: 'unconfirmed',
  confirmed: 'confirmed',
  partially_confirmed: 'partially_confirmed',
  cancelled: 'cancelled',
  expired: 'expired',
  // Whether a person or a counterparty is still asked makes no difference to the shop's staff: they wait.
  review: 'review',
  pending_provider: 'review',
  declined: 'declined',
};

const texts: Readonly<Record<LabelCode, Texts>> = {
  unconfirmed: { ja: 'Paid(未確定)', en: 'Paid (not confirmed)' },
  confirmed: { ja: 'Paid(確定済)', en: 'Paid (confirmed)' },
  partially_confirmed: { ja: 'Paid(一部確定)', en: 'Paid (partly confirmed)' },
  cancelled: { ja: 'Paid(キャンセル済)', en: 'Paid (cancelled)' },
  expired: { ja: 'Paid(期限切れ)', en: 'Paid (expired)' },
  review: { ja: 'Paid(審査中)', en: 'Paid (under review)' },
  declined: { ja: 'Paid(否決)', en: 'Paid (declined)' },
};

export const labelOf = (state: OrderState): { readonly code: LabelCode; readonly texts: Texts } => {
  const code = codes[state];
  return { code, texts: texts[code] };
};
