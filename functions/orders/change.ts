import type { DriftDecision } from '../drift/drift.item.ts';
import type { Journal } from '../ledger/journal.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import type { Yen } from '../shared/money.ts';
import { type OnceRequest, type Proof, proofOf, replayAmong } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Write } from '../shared/write.ts';
import type { OrderId, StoredOrder } from './order.item.ts';
import { orderResource } from './order.resource.ts';
import type { Order } from './order.ts';
import type { ProofsApart } from './proofs-apart.ts';

/** All that changes together with an order. */
export interface OrderChange {
  readonly order: Order;
  /** Absent where there is nothing to tell. */
  readonly event?: string | undefined;
  /** How the buyer's credit moves with it. */
  readonly credit?: CreditMove | undefined;
  readonly journal?: Journal | undefined;
  /** What else is written with it: items of other capabilities that have to be as true as the order. */
  readonly also?: readonly Write[] | undefined;
  /** The decision about a drift that this change carries out; the drift is resolved with it (functions/drift). */
  readonly decision?: DriftDecision | undefined;
}

/** How the credit account moves with a change of an order (functions/buyers/credit-hold.ts). */
export type CreditMove =
  | { readonly kind: 'release'; readonly amount: Yen }
  /** The order grows by the amount. */
  | { readonly kind: 'raise'; readonly amount: Yen }
  /** A person has let the order pass. */
  | { readonly kind: 'approve'; readonly amount: Yen }
  /** An order that held nothing is confirmed. */
  | { readonly kind: 'confirm'; readonly amount: Yen };

/** Gives back so much, if it is anything. */
export const releaseOf = (amount: Yen): CreditMove | undefined =>
  amount > 0 ? { kind: 'release', amount } : undefined;

export type SavedChange = OrderChange & { readonly actor: Actor };

export interface ChangePorts {
  readonly orders: {
    get(id: OrderId): Promise<StoredOrder>;
    /** All or nothing; throws `OrderMoved` when somebody else changed the order since it was read. */
    save(before: StoredOrder, change: SavedChange, proof: Proof | undefined): Promise<void>;
  };
}

/** The order was changed between our read and our write. Nothing was written. */
export class OrderMoved extends Error {
  override readonly name = 'OrderMoved';
}

export interface ChangeRequest {
  readonly once?: OnceRequest;
  readonly status: 200 | 201;
  readonly actor: Actor;
  /** Where the proof goes, if not into the order. */
  readonly apart?: ProofsApart;
}

const triesMax = 5;

/**
 * Reads an order, lets `decide` change it, and saves it at the version that was read; begins anew when somebody was faster.
 * A request that has been carried out already gets its first answer, whatever the order looks like by now.
 */
export async function changeOnce(
  ports: ChangePorts,
  id: OrderId,
  request: ChangeRequest,
  decide: (order: Order) => OrderChange,
): Promise<Answer> {
  const { once, status, actor, apart } = request;
  for (let tries = 0; tries < triesMax; tries++) {
    const before = await ports.orders.get(id);
    const replay = once && (replayAmong(before.proofs(), once) ?? (await apart?.earlier(once)));
    if (replay) return replay;
    const change = decide(before.order);
    const told = answer(status, orderResource(change.order));
    const also = [...(change.also ?? []), ...(once && apart ? [apart.proof(once, told)] : [])];
    try {
      await ports.orders.save(before, { ...change, also, actor }, once && !apart ? proofOf(once, told) : undefined);
      return told;
    } catch (error) {
      if (!(error instanceof OrderMoved)) throw error;
    }
  }
  throw refuseRequest('TooBusy', `Order ${id.orderId} is being changed by others. Send the same request again.`);
}
