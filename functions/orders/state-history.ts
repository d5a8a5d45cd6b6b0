import type { Order, OrderState, StateMove } from './order.ts';

/** States before an order is authorized or refused. Only the first state of an order, and what the bureau leaves open, are among them. */
const waits = (state: OrderState): boolean => state === 'review' || state === 'pending_provider';

/**
 * The moves that an order keeps after one more. The way that most orders take (authorized, then shipped) needs none, because the
 * order says it already; of one that waited first, that first state is kept as well, since its reason goes.
 */
export function movesWith(order: Order, move: StateMove): readonly StateMove[] {
  const { state, stateReason, createdAt, moves = [] } = order;
  const isFirst = moves.length === 0 && waits(state);
  return [...(isFirst ? [{ state, reason: stateReason ?? null, at: createdAt }] : []), ...moves, move];
}

/**
 * The states that an order has been in, oldest first, each with its reason and since when. It follows from the placing, the shipments and
 * the moves that the order keeps. Of an order from before moves were kept, it tells what is known.
 */
export function stateHistory(order: Order): readonly StateMove[] {
  const { state, stateReason, updatedAt, moves = [] } = order;
  const told = [
    ...placed(order),
    ...moves.filter((move) => move.state !== 'confirmed'),
    ...shipped(order),
    ...moves.filter((move) => move.state === 'confirmed'),
  ];
  return told.at(-1)?.state === state ? told : [...told, { state, reason: stateReason ?? null, at: updatedAt }];
}

function placed({ state, stateReason, createdAt, moves = [] }: Order): StateMove[] {
  const [first] = moves;
  if (first ? waits(first.state) : state === 'declined') return []; // it is told by its moves; what is declined was never authorized
  return first || !waits(state)
    ? [{ state: 'authorized', reason: null, at: createdAt }]
    : [{ state, reason: stateReason ?? null, at: createdAt }];
}

/** The first shipment and the one that closed the order; those between them leave it in its state. */
function shipped({ state, stateReason, confirmations }: Order): StateMove[] {
  const [first, last] = [confirmations.at(0), confirmations.at(-1)];
  if (!(first && last)) return [];
  const isClosedByShipment = state === 'confirmed' && stateReason === undefined;
  const opened: StateMove = { state: 'partially_confirmed', reason: null, at: first.confirmedAt };
  const closed: StateMove = { state: 'confirmed', reason: null, at: last.confirmedAt };
  if (!isClosedByShipment) return [opened];
  return first === last ? [closed] : [opened, closed];
}
