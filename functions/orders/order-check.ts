import * as z from 'zod/mini';
import { type Actor, systemActor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import { type OnceRequest, proofOf, replayAmong } from '../shared/once.ts';
import { Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { type Write, WriteRefused } from '../shared/write.ts';
import { type AuthorizeInput, bureauIsAsked } from './authorize.ts';
import { type ChangePorts, type OrderChange, OrderMoved, releaseOf } from './change.ts';
import { type OrderId, orderIdOf } from './order.item.ts';
import { orderResource } from './order.resource.ts';
import { amended, type BureauFinding, heldBy, type Order } from './order.ts';
import type { OrderBureau, OrderCheck, OrderQuestion } from './order-bureau.ts';
import { authorize, decline, stopped, toReviewBy } from './order-review.ts';

export const CheckInput = z.object({ merchantId: z.string(), orderId: z.string() });
export type CheckInput = z.infer<typeof CheckInput>;

export interface CheckPorts extends ChangePorts {
  readonly clock: Clock;
  readonly bureau: OrderBureau;
  /** The company that orders, as the bureau knows it. */
  readonly companyOf: (order: Order) => Promise<OrderQuestion['company']>;
  readonly relations: {
    /** That the buyer may order, and by this method: conditions of the write that authorizes. */
    mayOrder(order: Order): Write[];
    ordersNow(order: Order): Promise<boolean>;
  };
}

export interface AnswerPorts extends CheckPorts {
  /** Sees to it that an order which stays open is resolved; a second start for the same order changes nothing. */
  readonly resolution: { start(name: string, input: CheckInput): Promise<void> };
}

/** One check per order, whatever happens on the way (CAPABILITIES.md P12: never a second one under another id). */
const checkIdOf = (orderId: string): string => idFrom('chk', orderId);

/**
 * Asks the bureau about an order that is stored with its hold, and answers the merchant: with what the bureau says, or, when it
 * does not answer in time, with `pending_provider`. Its resolution is on its way before the question is. Asked again by a
 * repeat of the request, it puts the same question, so that both come to the same answer; the first that is written counts.
 */
export async function answerWithCheck(ports: AnswerPorts, input: AuthorizeInput): Promise<Answer> {
  const { merchantId, once, actor } = input;
  const id = { merchantId, orderId: orderIdOf(merchantId, input.order.reference) };
  await ports.resolution.start(`order-check-${id.orderId}`, id);
  const { order } = await ports.orders.get(id);
  const check = order.state === 'pending_provider' ? await checkOf(ports, order, 'ask') : undefined;
  return settle(ports, id, check, actor, once);
}

/** Finds out what became of the question, by the same id: inquires first, and asks again only what the bureau never heard of. */
export async function resolveCheck(ports: CheckPorts, id: CheckInput): Promise<{ isResolved: boolean }> {
  const { order } = await ports.orders.get(id);
  if (order.state !== 'pending_provider') return { isResolved: true };
  const check = await checkOf(ports, order, 'inquire');
  if (!check) return { isResolved: false };
  await settle(ports, id, check, systemActor('order-check'));
  return { isResolved: true };
}

/** The bureau has not answered for a day: a person decides. */
export async function giveUpCheck(ports: CheckPorts, id: CheckInput): Promise<void> {
  await settle(ports, id, { outcome: 'watch', said: 'unanswered' }, systemActor('order-check'));
}

/** What the bureau says; undefined when it is unknown whether it said anything. */
async function checkOf(ports: CheckPorts, order: Order, first: 'ask' | 'inquire'): Promise<OrderCheck | undefined> {
  const checkId = checkIdOf(order.id);
  try {
    const told = first === 'inquire' ? await ports.bureau.inquire(checkId) : undefined;
    if (told) return told;
    return await ports.bureau.ask({ checkId, company: await ports.companyOf(order), amount: order.amount });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'BureauUnavailable') return undefined;
    if (error.code === 'BureauRejected') return { outcome: 'watch', said: `rejected ${error.facts.bureauCode}` };
    throw error;
  }
}

const triesMax = 5;

/** Writes what the check has led to, and with it the answer to the request, if there is one that waits for it. */
async function settle(
  ports: CheckPorts,
  id: OrderId,
  check: OrderCheck | undefined,
  actor: Actor,
  once?: OnceRequest,
): Promise<Answer> {
  let mayOrder = true;
  for (let tries = 0; tries < triesMax; tries++) {
    const before = await ports.orders.get(id);
    const replay = once && replayAmong(before.proofs(), once);
    if (replay && replay.status !== bureauIsAsked.status) return replay;
    const change = checked(ports, before.order, { check, mayOrder }, instant(ports.clock));
    const told = answer(201, orderResource(change.order));
    if (!once && change.event === undefined) return told;
    const by = check && change.event ? { ...actor, providerAnswer: check.said } : actor;
    try {
      await ports.orders.save(before, { ...change, actor: by }, once && proofOf(once, told));
      return told;
    } catch (error) {
      if (!(error instanceof OrderMoved)) mayOrder = await mayStillOrder(ports, before.order, error);
    }
  }
  throw refuseRequest('TooBusy', `Order ${id.orderId} is being changed by others. Send the same request again.`);
}

const findingOf = (said: string): BureauFinding => (said === 'unanswered' ? 'bureau_unavailable' : 'bureau_watch');

interface Known {
  readonly check: OrderCheck | undefined;
  /** False when the buyer was stopped, or its method was, while the bureau was being asked. */
  readonly mayOrder: boolean;
}

/** An order that is not open any more stays as it is, and so does one of which nothing is known. */
function checked({ relations }: CheckPorts, order: Order, { check, mayOrder }: Known, at: string): OrderChange {
  if (order.state !== 'pending_provider' || !check) return { order: amended(order, at, {}) };
  const credit = releaseOf(heldBy(order));
  switch (check.outcome) {
    case 'clear':
      return mayOrder
        ? { order: authorize(order, at), event: 'order.authorized', also: relations.mayOrder(order) }
        : { order: decline(order, 'buyer_not_active', at), event: 'order.declined', credit };
    case 'watch':
      return { order: toReviewBy(findingOf(check.said), order, at), event: 'order.review_requested', credit };
    case 'stop':
      return { order: stopped(order, at), event: 'order.declined', credit };
  }
}

/** Whether a refused write may be tried again as it was: who was stopped meanwhile, or is not to use Paid, orders nothing more. */
async function mayStillOrder({ relations }: CheckPorts, order: Order, refused: unknown): Promise<boolean> {
  if (!(refused instanceof WriteRefused)) throw refused;
  return relations.ordersNow(order);
}
