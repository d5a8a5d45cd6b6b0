import type { Write } from '../shared/write.ts';
import type { CreditAccount } from './credit-account.ts';

/**
 * Empties a credit account for good, in the transaction that closes its buyer: refused while orders hold some of the limit or
 * receivables are unpaid (CAPABILITIES.md 5.1), and once an order has been placed since the account was read, because one that
 * counts from its confirmation only takes nothing of the limit. What the company was granted here is free for other merchants again.
 */
export const closeAccount = (
  table: string,
  { PK, SK, recent }: Pick<CreditAccount, 'PK' | 'SK' | 'recent'>,
): Write => ({
  table,
  update: { PK, SK },
  change: {
    expression: 'SET #state = :revoked, #limit = :none, #available = :none',
    names: { '#state': 'state', '#limit': 'limit', '#available': 'available' },
    values: { ':revoked': 'revoked', ':none': 0 },
  },
  condition: {
    expression: '#available = #limit AND #recent = :recent',
    names: { '#recent': 'recent' },
    values: { ':recent': recent },
  },
});
