import type { Wording } from '../shared/packed-proofs.ts';
import { answerWords3 } from './answer-words-3.ts';
import type { Order } from './order.ts';

/**
 * The words of the answers about an order since they end with its payment; what such words are for stands in answer-words.ts.
 *
 * Never edit it: proofs packed with these words need exactly them for as long as they are kept. Other words are another layout.
 * So it spells out itself how payments were told.
 */
export function answerWords4(order: Order, paymentNumber: string): Wording {
  const { text, parts = [] } = answerWords3(order, paymentNumber);
  const payments = paymentsOf(order).map((payment) => JSON.stringify(payment));
  // as answers are stored: with the number of the part in its place (packed-proofs.ts)
  return { text: `${text.slice(0, -1)},"payment":\0${parts.length}\0}`, parts: [...parts, ...payments] };
}

/** As it was placed, after each shipment, and at its end: what the answers until now have said. */
function paymentsOf({ amount, amountConfirmed, confirmations }: Order) {
  const told = (status: string, captured: number, remaining: number) => {
    return { status, amount, captured, refunded: 0, remaining };
  };
  let shipped = 0;
  const shipments = confirmations.map((one) => {
    shipped += one.amount;
    return told('partially_captured', shipped, amount - shipped);
  });
  return [told('authorized', 0, amount), ...shipments, told('captured', amountConfirmed, 0), told('cancelled', 0, 0)];
}
