import { yen } from '../shared/money.ts';
import { creditPolicy202601 } from './credit-policy-2026-01.ts';
import type { CreditPolicy } from './policy.ts';

/**
 * The second policy: who gets credit is decided as before, and two things are new. What all merchants together grant one company
 * has a maximum, and single orders have rules of their own. They are wide, so that an ordinary order is no work for anybody;
 * a deployment that wants them narrower adds a version.
 */
export const creditPolicy202602: CreditPolicy = {
  ...creditPolicy202601,
  version: 'credit-policy-2026-02',
  effectiveFrom: '2026-11-01',
  orders: {
    counts: 'holds_and_invoices',
    reviewAbovePercentOfLimit: 100,
    ordersPerDayMax: 10_000,
    amountPerDayMax: yen(100_000_000),
    bureauCheckAbove: yen(3_000_000),
  },
  company: { limitTotalMaximum: yen(30_000_000) },
};
