import * as z from 'zod/mini';
import { shopStatuses } from '../orders/order.ts';
import { idFrom } from '../shared/ids.ts';

/** What can be wrong between the shop's view of an order and ours (CAPABILITIES.md D5). */
export const driftKinds = ['amount', 'status', 'missing', 'extra'] as const;
export type DriftKind = (typeof driftKinds)[number];

export const driftCauses = [
  /** The shop shows another amount than we will bill. */
  'amount_differs',
  /** The shop has cancelled the order, and the payment stands. */
  'shop_cancelled',
  /** The shop has shipped, and nothing or not all is confirmed here. */
  'shop_shipped',
  /** The shop goes on with the order, and its payment is cancelled, expired or declined. */
  'payment_released',
  /** The shop does not know an order of ours. */
  'not_in_shop',
  /** We do not know an order of the shop. */
  'not_with_us',
] as const;
export type DriftCause = (typeof driftCauses)[number];

export const resolutions = [
  'adopt_shop_amount',
  'keep_paid_amount',
  'cancel_payment',
  'confirm_payment',
  'accept',
] as const;
export type Resolution = (typeof resolutions)[number];

/** Both views at one moment; null is what one side does not know. */
const Facts = z.object({
  shopAmount: z.nullable(z.int()),
  paidAmount: z.nullable(z.int()),
  shopStatus: z.nullable(z.enum(shopStatuses)),
  orderState: z.nullable(z.string()),
});
export type Facts = z.infer<typeof Facts>;

export const Evidence = z.object({
  what: z.enum(['detected', 'changed', 'resolved']),
  at: z.string(),
  by: z.string(),
  requestId: z.nullable(z.string()),
  resolution: z.nullable(z.enum([...resolutions, 'change'])),
  reason: z.nullable(z.string()),
  facts: Facts,
});
type Evidence = z.infer<typeof Evidence>;

/**
 * One disagreement about one order. There is one item for an order and a kind, which opens again when the same thing goes apart
 * again, so that a shop that reports twice makes no second one.
 */
export const Drift = z.object({
  driftId: z.string(),
  merchantId: z.string(),
  kind: z.enum(driftKinds),
  cause: z.enum(driftCauses),
  reference: z.string(),
  orderId: z.optional(z.string()),
  state: z.enum(['open', 'resolved']),
  facts: Facts,
  resolution: z.optional(z.enum([...resolutions, 'change'])),
  /** The latest entries, oldest first. Older ones are in the audit trail. */
  evidence: z.array(Evidence),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Since when it is open, or was the last time; absent of drifts from before it was kept. */
  openedAt: z.optional(z.string()),
});
export type Drift = z.infer<typeof Drift>;

export const driftIdOf = (merchantId: string, reference: string, kind: DriftKind): string =>
  idFrom('drf', merchantId, reference, kind);

/** A disagreement as it is seen now. */
export interface Sight {
  readonly merchantId: string;
  readonly kind: DriftKind;
  readonly cause: DriftCause;
  readonly reference: string;
  readonly orderId?: string | undefined;
  readonly facts: Facts;
}

/** Who looked, and when. */
export interface Witness {
  readonly at: string;
  readonly by: string;
  readonly requestId?: string | undefined;
}

const evidenceMax = 20;

const withEvidence = (evidence: readonly Evidence[], entry: Evidence): Evidence[] =>
  [...evidence, entry].slice(-evidenceMax);

const entryOf = (what: Evidence['what'], { at, by, requestId }: Witness, facts: Facts): Evidence => {
  return { what, at, by, requestId: requestId ?? null, resolution: null, reason: null, facts };
};

const isSaid = (one: Drift, { cause, facts }: Sight): boolean =>
  one.cause === cause && one.facts.shopAmount === facts.shopAmount && one.facts.paidAmount === facts.paidAmount;

/**
 * The drift after a sight of it; undefined when nothing is new. What somebody has accepted stays accepted until the two sides
 * say something else.
 */
export function seen(known: Drift | undefined, sight: Sight, witness: Witness): Drift | undefined {
  const { facts, cause } = sight;
  const isOpen = known?.state === 'open';
  if (known && isSaid(known, sight)) {
    const isSettled = known.state === 'resolved' && known.resolution === 'accept';
    if (isSettled || (isOpen && sameFacts(known.facts, facts))) return undefined;
  }
  const { merchantId, kind, reference, orderId } = sight;
  const entry = entryOf(isOpen ? 'changed' : 'detected', witness, facts);
  return {
    driftId: driftIdOf(merchantId, reference, kind),
    merchantId,
    kind,
    cause,
    reference,
    ...(orderId === undefined ? {} : { orderId }),
    state: 'open',
    facts,
    evidence: withEvidence(known?.evidence ?? [], entry),
    version: (known?.version ?? 0) + 1,
    createdAt: known?.createdAt ?? witness.at,
    updatedAt: witness.at,
    openedAt: isOpen ? (known.openedAt ?? known.createdAt) : witness.at,
  };
}

/** Whether the world is to hear of it: a new disagreement, or one that says something else than before. */
export const isNews = (known: Drift | undefined, next: Drift): boolean =>
  next.state === 'resolved' || known?.state !== 'open' || !isSaid(known, next);

export interface Settlement {
  /** `change`: the two sides came together by themselves. */
  readonly resolution: Resolution | 'change';
  readonly reason?: string | undefined;
  /** What both sides say now. */
  readonly facts: Facts;
}

/** The drift is over; what both sides said before and say now is kept with who ended it. */
export function settled(known: Drift, { resolution, reason, facts }: Settlement, witness: Witness): Drift {
  const entry = { ...entryOf('resolved', witness, facts), resolution, reason: reason ?? null };
  return {
    ...known,
    state: 'resolved',
    resolution,
    facts,
    evidence: withEvidence(known.evidence, entry),
    version: known.version + 1,
    updatedAt: witness.at,
  };
}

export const sameFacts = (a: Facts, b: Facts): boolean =>
  a.shopAmount === b.shopAmount &&
  a.paidAmount === b.paidAmount &&
  a.shopStatus === b.shopStatus &&
  a.orderState === b.orderState;
