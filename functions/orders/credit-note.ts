import { minus, sum, type Yen } from '../shared/money.ts';
import { refuseOrder } from './order.refusals.ts';
import { amended, type CreditNote, type Order } from './order.ts';

/** An order is one item, of 400 kilobytes at most: so many credit notes, and lines of all of them together. */
const creditNotesMax = 50;
const creditLinesMax = 100;

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
  const lines = [...credits, note].reduce((count, one) => count + (one.lines?.length ?? 0), 0);
  if (credits.length >= creditNotesMax || lines > creditLinesMax) {
    const told = `Order ${id} has ${credits.length} credit notes, and would have ${lines} lines in them.`;
    throw refuseOrder('TooManyCreditNotes', told, { creditNotesMax, creditLinesMax });
  }
  return amended(order, at, { credits: [...credits, note] });
}
