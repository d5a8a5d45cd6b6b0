import { check, type Finding } from './finding.ts';

/** A credit account and what its buyer's orders still hold; without a limit when there are orders and no account. */
export interface AuditedCredit {
  readonly limit?: number;
  readonly available?: number;
  /** What was available when the limit was last changed: below zero, where it was lowered below what was in use. */
  readonly availableFloor?: number | undefined;
  readonly holds: number;
}

/** By `merchantId#buyerId`. */
export type Accounts = Map<string, AuditedCredit>;

/**
 * What is taken of every limit is what open orders hold and what the buyer has not paid, to the yen. More than the limit is taken
 * only where the limit was lowered, and no order may take more of it since.
 */
export function auditAccounts(accounts: Accounts, receivables: ReadonlyMap<string, number>): Finding {
  const exposed = check('I8', 'Credit taken is open holds and unpaid receivables, and never more than the limit');
  const buyers = new Set([...accounts.keys(), ...receivables.keys()]);
  for (const buyer of buyers) {
    const { limit = 0, available = 0, availableFloor = 0, holds } = accounts.get(buyer) ?? { holds: 0 };
    const unpaid = receivables.get(buyer) ?? 0;
    exposed.look(available >= Math.min(0, availableFloor) && limit - available === holds + unpaid, () => {
      return `${buyer}: limit ${limit}, available ${available}, held ${holds}, unpaid ${unpaid}`;
    });
  }
  return exposed.finding();
}
