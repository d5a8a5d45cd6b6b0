import type { Write } from '../shared/write.ts';
import { type CreditAccountId, creditAccountKey } from './credit-account.ts';

/**
 * Shuts a credit account for good, in the transaction that closes its buyer: refused while orders hold some of the limit or
 * receivables are unpaid (CAPABILITIES.md 5.1), and no order can slip in between.
 */
export const closeAccount = (table: string, id: CreditAccountId): Write => ({
  table,
  update: creditAccountKey(id),
  change: {
    expression: 'SET #state = :suspended',
    names: { '#state': 'state' },
    values: { ':suspended': 'suspended' },
  },
  condition: {
    expression: 'attribute_exists(PK) AND #available = #limit',
    names: { '#available': 'available', '#limit': 'limit' },
  },
});
