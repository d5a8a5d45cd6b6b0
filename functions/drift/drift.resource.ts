import type { DriftResource } from './drift.contract.ts';
import type { Drift, DriftCause, Resolution } from './drift.ts';

/** What can be done about each cause while the order is open. What has been confirmed is put right by a credit note instead. */
const proposals: Readonly<Record<DriftCause, readonly Resolution[]>> = {
  amount_differs: ['adopt_shop_amount', 'keep_paid_amount', 'accept'],
  shop_cancelled: ['cancel_payment', 'accept'],
  shop_shipped: ['confirm_payment', 'accept'],
  payment_released: ['accept'],
  not_in_shop: ['cancel_payment', 'accept'],
  not_with_us: ['accept'],
};

const changeable: ReadonlySet<string | null> = new Set(['authorized']);
const cancellable: ReadonlySet<string | null> = new Set(['authorized', 'review', 'pending_provider']);
const confirmable: ReadonlySet<string | null> = new Set(['authorized', 'partially_confirmed']);

/** What may be decided about a drift as its order was when both sides were last seen. */
export function proposalsOf({ state, cause, facts: { orderState } }: Drift): Resolution[] {
  if (state === 'resolved') return [];
  return proposals[cause].filter((resolution) => {
    if (resolution === 'adopt_shop_amount') return changeable.has(orderState);
    if (resolution === 'cancel_payment') return cancellable.has(orderState);
    return resolution !== 'confirm_payment' || confirmable.has(orderState);
  });
}

export const driftResource = (drift: Drift): DriftResource => {
  const { shopAmount, paidAmount } = drift.facts;
  return {
    id: drift.driftId,
    kind: drift.kind,
    cause: drift.cause,
    reference: drift.reference,
    orderId: drift.orderId ?? null,
    state: drift.state,
    ...drift.facts,
    difference: shopAmount === null || paidAmount === null ? null : shopAmount - paidAmount,
    proposals: proposalsOf(drift),
    resolution: drift.state === 'open' ? null : (drift.resolution ?? null),
    evidence: drift.evidence,
    version: drift.version,
    createdAt: drift.createdAt,
    updatedAt: drift.updatedAt,
  };
};
