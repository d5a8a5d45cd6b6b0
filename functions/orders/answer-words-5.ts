import type { Wording } from '../shared/packed-proofs.ts';
import { answerWords3 } from './answer-words-3.ts';
import { answerWords4 } from './answer-words-4.ts';
import type { Order } from './order.ts';

/** Of the proofs that are packed with the words below. An order says which words its proofs need. */
export const answerWording = 5;

/** What answers say from the first shipment on, where their beginning does not match any more. */
const afterShipments =
  '"state":"confirmed","stateReason":null,"nextActions":["credit"],"warnings":[],' +
  '"state":"partially_confirmed","stateReason":null,"nextActions":["confirm","finalize","credit","extend"],"warnings":[],';

/**
 * The words of the answers about an order since they end with its states; what such words are for stands in answer-words.ts. Payment
 * and states stand side by side, so that the ordinary answers say both with one part.
 *
 * Never edit it: proofs packed with these words need exactly them for as long as they are kept. Other words are another layout.
 * So it spells out itself how states were told.
 */
export function answerWords5(order: Order, paymentNumber: string): Wording {
  const { text, parts = [] } = answerWords3(order, paymentNumber);
  const payments = (answerWords4(order, paymentNumber).parts ?? []).slice(parts.length);
  const { placed, shipped, closed, cancelled } = historiesOf(order);
  // as answer-words-4.ts orders them: as it was placed, after each shipment, at its end, cancelled
  const histories = [placed, ...order.confirmations.map(() => shipped), closed, cancelled];
  const ends = payments.map((payment, at) => `${payment},"stateHistory":${histories[at]}`);
  const calendar = `,"calendarVersion":${JSON.stringify(order.calendarVersion ?? null)},"confirmations":`;
  const told = text.slice(0, -1).replace(',"confirmations":', () => calendar);
  return {
    text: `${afterShipments}${told},"payment":\0${parts.length}\0}`,
    parts: [...parts, ...ends, ...payments, closed, shipped, placed],
  };
}

/** How the answers until now have told the states of an order that was authorized at once. */
function historiesOf({ createdAt, updatedAt, confirmations }: Order) {
  const told = (state: string, at: string) => ({ state, reason: null, at });
  const placed = [told('authorized', createdAt)];
  const [first, last] = [confirmations.at(0)?.confirmedAt ?? updatedAt, confirmations.at(-1)?.confirmedAt ?? updatedAt];
  const shipped = [...placed, told('partially_confirmed', first)];
  return {
    placed: JSON.stringify(placed),
    shipped: JSON.stringify(shipped),
    closed: JSON.stringify([...(confirmations.length > 1 ? shipped : placed), told('confirmed', last)]),
    cancelled: JSON.stringify([...placed, told('cancelled', updatedAt)]),
  };
}
