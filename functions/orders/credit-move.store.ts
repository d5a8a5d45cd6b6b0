import { CreditAccount } from '../buyers/credit-account.ts';
import { type Demand, refusedHold, releaseHold, takeApproved, takeConfirmed, takeHold } from '../buyers/credit-hold.ts';
import { tidyDays } from '../buyers/velocity.ts';
import { businessDateOf } from '../shared/clock.ts';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { unlessRefused, type Write } from '../shared/write.ts';
import { type CreditMove, OrderMoved } from './change.ts';
import { refusedCredit } from './credit.refusal.ts';
import type { Order } from './order.ts';

/** What a growing or approved order asks of its buyer's account. */
const demandOf = (order: Order, { amount }: CreditMove): Demand => ({
  amount,
  whole: order.amount,
  today: businessDateOf(order.updatedAt),
  counts: order.holdsCredit === false ? 'invoices_only' : 'holds_and_invoices',
});

/** The credit account's part in the change of an order. */
export function creditWrite(table: string, order: Order, move: CreditMove): Write {
  switch (move.kind) {
    case 'release':
      return releaseHold(table, order, move.amount);
    case 'raise':
      return takeHold(table, order, demandOf(order, move));
    case 'approve':
      return takeApproved(table, order, demandOf(order, move));
    case 'confirm':
      return takeConfirmed(table, order, move.amount);
  }
}

/** What the refusal of that part means. `OrderMoved`: nothing yet, it is to be tried again. */
export async function creditRefused(table: Table, order: Order, move: CreditMove, met: Item | undefined) {
  const account = met && CreditAccount.parse(met);
  const demand = demandOf(order, move);
  if (move.kind === 'raise' && account && refusedHold(account, demand) === 'untidy') {
    await tidy(table, tidyDays(table.name, order, account, demand.today));
    return new OrderMoved(order.id);
  }
  const why = move.kind === 'confirm' ? 'limit_exceeded' : refusedHold(account, demand);
  return why === 'moved' ? new OrderMoved(order.id) : refusedCredit(table, order, why, account?.available);
}

/** Whoever tidied in between has done it for us. */
export async function tidy(table: Table, write: Write): Promise<void> {
  await unlessRefused(table.write(write));
}
