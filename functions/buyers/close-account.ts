import type { Write } from '../shared/write.ts';
import { type CreditAccountId, creditAccountKey } from './credit-account.ts';

/**
 * Empties a credit account for good, in the transaction that closes its buyer: refused while orders hold some of the limit or
 * receivables are unpaid (CAPABILITIES.md 5.1), and no order can slip in between. What the company was granted here is free for
 * other merchants again.
 */
export const closeAccount = (table: string, id: CreditAccountId): Write => ({
  table,
  update: creditAccountKey(id),
  change: {
    expression: 'SET #state = :revoked, #limit = :none, #available = :none',
    names: { '#state': 'state', '#limit': 'limit', '#available': 'available' },
    values: { ':revoked': 'revoked', ':none': 0 },
  },
  condition: { expression: 'attribute_exists(PK) AND #available = #limit' },
});
