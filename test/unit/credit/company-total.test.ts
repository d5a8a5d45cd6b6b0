import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountRulesOn } from '../../../functions/credit/rules-of-policy.ts';
import { creditPolicy202601 } from '../../../functions/screening/credit-policy-2026-01.ts';
import { creditPolicy202602 } from '../../../functions/screening/credit-policy-2026-02.ts';
import { decide } from '../../../functions/screening/decide.ts';
import { yen } from '../../../functions/shared/money.ts';
import { anyInputs, inputs } from '../../support/credit-inputs.ts';

const asked = (amount: number, elsewhere: number) => ({
  ...inputs({ requestedCreditLimit: yen(amount) }),
  otherLimits: yen(elsewhere),
});

describe('P10 what all merchants together grant one company', () => {
  test('P10 a limit up to the yen of the total is granted, one above it is for a person', () => {
    expect(decide(asked(5_000_000, 25_000_000), creditPolicy202602)).toMatchObject({
      outcome: 'approve',
      creditLimit: 5_000_000,
    });
    const above = decide(asked(5_000_000, 25_000_001), creditPolicy202602);
    expect(above).toMatchObject({ outcome: 'review', reasons: ['company_total_exceeded'] });
    expect(above.trace.find(({ rule }) => rule === 'company_total')).toMatchObject({
      inputs: { otherLimits: 25_000_001, creditLimit: 5_000_000, limitTotalMaximum: 30_000_000 },
      effect: 'review',
    });
  });

  test('P10 decisions under the first policy are what they were, whatever is granted elsewhere', () => {
    fc.assert(
      fc.property(anyInputs, fc.integer({ min: 0, max: 100_000_000 }), (given, elsewhere) => {
        const otherLimits = yen(elsewhere);
        expect(decide({ ...given, otherLimits }, creditPolicy202601)).toEqual(decide(given, creditPolicy202601));
      }),
    );
  });

  test('P10 the total never makes a decision better', () => {
    const order = ['approve', 'review', 'reject'];
    fc.assert(
      fc.property(anyInputs, fc.integer({ min: 0, max: 100_000_000 }), (given, elsewhere) => {
        const alone = order.indexOf(decide(given, creditPolicy202602).outcome);
        const among = decide({ ...given, otherLimits: yen(elsewhere) }, creditPolicy202602).outcome;
        expect(order.indexOf(among)).toBeGreaterThanOrEqual(alone);
      }),
    );
  });
});

describe('P10 the rules of orders', () => {
  test('P10 come from the policy of the day, in yen of the limit', () => {
    expect(accountRulesOn('2026-10-31', 1_000_000).bureauCheckAbove).toBeGreaterThan(10_000_000);
    expect(accountRulesOn('2026-11-01', 1_000_000)).toMatchObject({
      counts: 'holds_and_invoices',
      bureauCheckAbove: 3_000_000,
      ordersPerDayMax: 10_000,
    });
    expect(accountRulesOn('2026-11-01', 1_000_000).reviewAbove).toBeGreaterThan(10_000_000);
  });
});
