import { malformed } from '../shared/request.refusals.ts';
import { refuseOrder } from './order.refusals.ts';
import type { OrderLine } from './order.ts';

/** Of an order (order.contract.ts): where there is no room for another line, the last one takes the difference. */
const linesMax = 100;

const totalOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice, 0);

/**
 * The lines of an order whose amount is changed without saying which goods changed: a shop's dialog, for one, knows amounts only. More is a line of its own; less is taken from the last lines. With several tax rates nobody but the shop knows which of
 * them the difference belongs to, and the invoice has to say it (JAPAN-RULES.md 3.2).
 */
export function linesOfAmount(
  lines: readonly OrderLine[],
  amount: number,
  given?: readonly OrderLine[],
): readonly OrderLine[] {
  if (given) return addingUp(given, amount);
  const difference = amount - totalOf(lines);
  const [first] = lines;
  if (difference === 0 || !first) return lines;
  if (new Set(lines.map(({ taxRate }) => taxRate)).size > 1) {
    throw refuseOrder('LinesRequired', 'The order has several tax rates: send the lines of the new amount.');
  }
  if (difference < 0) return reduced(lines, -difference);
  const { taxRate, taxIncluded } = first;
  const more = { description: '金額変更', quantity: 1, unitPrice: difference, taxRate, taxIncluded };
  const last = lines.at(-1);
  if (lines.length < linesMax || !last) return [...lines, more];
  return [...lines.slice(0, -1), { ...last, quantity: 1, unitPrice: totalOf([last]) + difference }];
}

/** The lines' prices include tax, so their total is what the buyer owes (JAPAN-RULES.md 3.3, design a). */
function addingUp(lines: readonly OrderLine[], amount: number): readonly OrderLine[] {
  if (totalOf(lines) === amount) return lines;
  throw malformed([{ pointer: '/lines', code: 'amount_mismatch', message: `Their total must be ${amount}.` }]);
}

/** From the last line upwards: what is taken whole goes, what is taken in part becomes one piece of what is left. */
function reduced(lines: readonly OrderLine[], less: number): OrderLine[] {
  const kept: OrderLine[] = [];
  let left = less;
  for (const line of lines.toReversed()) {
    const total = line.quantity * line.unitPrice;
    const taken = Math.min(total, left);
    left -= taken;
    if (taken === 0) kept.unshift(line);
    else if (taken < total) kept.unshift({ ...line, quantity: 1, unitPrice: total - taken });
  }
  return kept;
}
