import { minus, sum, type Yen } from '../shared/money.ts';
import { refuseOrder } from './order.refusals.ts';
import { amended, type CreditNote, type Order } from './order.ts';

const creditNotesMax = 50;

/** What the credit notes of an order have taken back. */
export const creditedOf = ({ credits = [] }: Pick<Order, 'credits'>): Yen => sum(credits.map(({ amount }) => amount));

/** Takes back a part of what is confirmed. What the credit notes take together never exceeds it. */
export function credited(order: Order, note: CreditNote, at: string): Order {
  const { id, state, amountConfirmed, credits = [] } = order;
  if (amountConfirmed === 0) {
    throw refuseOrder('OrderNotConfirmed', `Nothing of order ${id} is confirmed: change or cancel it.`, { state });
  }
  const amountCreditable = minus(amountConfirmed, creditedOf(order));
  if (note.amount > amountCreditable) {
    const told = `Only ${amountCreditable} yen of order ${id} are confirmed and not credited.`;
    throw refuseOrder('CreditExceedsConfirmed', told, { amountCreditable });
  }
  if (credits.length >= creditNotesMax) {
    throw refuseOrder('TooManyCreditNotes', `Order ${id} has ${credits.length} credit notes.`, { creditNotesMax });
  }
  return amended(order, at, { credits: [...credits, note] });
}
