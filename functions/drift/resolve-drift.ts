import { cancelWholeOrder } from '../orders/cancel.ts';
import { captureOrder } from '../orders/capture.ts';
import { type ChangePorts, type ChangeRequest, changeOnce } from '../orders/change.ts';
import { amountChanged } from '../orders/change-amount.ts';
import type { OrderId } from '../orders/order.item.ts';
import { amended } from '../orders/order.ts';
import type { ApartPorts } from '../orders/proofs-apart.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import { type OnceRequest, onceRequest } from '../shared/once.ts';
import type { ResolveDrift } from './drift.contract.ts';
import type { DriftDecision, DriftId } from './drift.item.ts';
import { refuseDrift } from './drift.refusals.ts';
import { driftResource, proposalsOf } from './drift.resource.ts';
import { type Drift, settled } from './drift.ts';

interface DriftChange {
  readonly known: Drift;
  readonly next: Drift;
  readonly actor: Actor;
}

export interface ResolvePorts extends ChangePorts, ApartPorts {
  readonly clock: Clock;
  readonly drifts: {
    get(id: DriftId): Promise<Drift>;
    earlier(merchantId: string, once: OnceRequest): Promise<Answer | undefined>;
    /** Keeps the answer to a request, with a change of a drift where there is one. */
    prove(merchantId: string, once: OnceRequest, answer: Answer, change?: DriftChange): Promise<Answer>;
  };
}

export interface ResolveInput extends DriftId, ResolveDrift {
  readonly once: OnceRequest;
  readonly actor: Actor;
}

/**
 * Ends a drift as somebody has decided. Where that takes a change of the order, the change is the ordinary use case under a key
 * of this request's own, and the drift is resolved in its transaction: a repeat after a crash finds out what was done.
 */
export async function resolveDrift(ports: ResolvePorts, input: ResolveInput): Promise<Answer> {
  const { merchantId, driftId, once } = input;
  const earlier = await ports.drifts.earlier(merchantId, once);
  if (earlier) return earlier;
  const drift = await ports.drifts.get({ merchantId, driftId });
  if (drift.state === 'resolved' && !isOwnWork(drift, input)) {
    throw refuseDrift('DriftAlreadyResolved', `Drift ${driftId} is resolved.`, {
      resolution: drift.resolution ?? null,
    });
  }
  if (drift.state === 'open') {
    assertProposed(drift, input);
    if (input.resolution === 'accept') return acceptDrift(ports, drift, input);
    await changeOrder(ports, drift, input);
  }
  const after = await ports.drifts.get({ merchantId, driftId });
  return ports.drifts.prove(merchantId, once, answer(201, driftResource(after)));
}

/** This request's own first try, which died between the change and its answer. */
const isOwnWork = (drift: Drift, { resolution, reason, actor }: ResolveInput): boolean => {
  const last = drift.evidence.at(-1);
  return last?.resolution === resolution && last.reason === reason && last.by === actor.by;
};

function assertProposed(drift: Drift, { resolution }: ResolveInput): void {
  const proposals = proposalsOf(drift);
  if (proposals.includes(resolution)) return;
  const told = `Drift ${drift.driftId} can be resolved by ${proposals.join(' or ')}, not by ${resolution}.`;
  throw refuseDrift('ResolutionNotApplicable', told, { proposals: proposals.join(' ') });
}

function acceptDrift(ports: ResolvePorts, known: Drift, input: ResolveInput): Promise<Answer> {
  const { merchantId, once, actor, reason } = input;
  const witness = { at: instant(ports.clock), by: actor.by, requestId: actor.requestId };
  const next = settled(known, { resolution: 'accept', reason, facts: known.facts }, witness);
  return ports.drifts.prove(merchantId, once, answer(201, driftResource(next)), { known, next, actor });
}

async function changeOrder(ports: ResolvePorts, { orderId }: Drift, input: ResolveInput): Promise<Answer> {
  const { driftId, merchantId, resolution, reason, actor } = input;
  if (orderId === undefined)
    throw refuseDrift('ResolutionNotApplicable', `Drift ${driftId} is about no order of ours.`);
  const id = { merchantId, orderId };
  const apart = ports.apart(merchantId);
  const deciding = { clock: ports.clock, orders: decided(ports.orders, { driftId, resolution, reason }) };
  const once = onceRequest(`${merchantId} drift ${driftId}`, input.once.key, resolution);
  switch (resolution) {
    case 'cancel_payment':
      return cancelWholeOrder(deciding, { ...id, once, actor });
    case 'confirm_payment': {
      const shipment = { shippedOn: input.shippedOn ?? businessDate(ports.clock) };
      return captureOrder(deciding, { ...id, shipment, once, actor });
    }
    case 'adopt_shop_amount':
      return adoptShopAmount(deciding, id, { ...input, once, apart });
    case 'keep_paid_amount':
      return changeOnce(deciding, id, { status: 201, once, actor, apart }, (order) => ({
        order: amended(order, instant(ports.clock), { shopAmount: undefined }),
        event: 'order.shop_amount_changed',
      }));
    default:
      throw refuseDrift('ResolutionNotApplicable', `${resolution} changes no order.`);
  }
}

function adoptShopAmount(
  ports: ChangePorts & { clock: Clock },
  id: OrderId,
  { lines, ...input }: ResolveInput & Pick<ChangeRequest, 'apart'>,
): Promise<Answer> {
  return changeOnce(ports, id, { ...input, status: 201 }, (order) => {
    const amount = order.shopAmount ?? order.amount;
    const asked = { amount, lines, changePaidAmount: true };
    return amountChanged(order, asked, instant(ports.clock));
  });
}

/** The same orders, whose next change carries the decision about a drift. */
const decided = (orders: ChangePorts['orders'], decision: DriftDecision): ChangePorts['orders'] => ({
  get: (id) => orders.get(id),
  save: (before, change, proof) => orders.save(before, { ...change, decision }, proof),
});
