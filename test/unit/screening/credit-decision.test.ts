import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creditPolicy202601 as policy } from '../../../functions/screening/credit-policy-2026-01.ts';
import { decide } from '../../../functions/screening/decide.ts';
import { isDisclosable, reasonCodes } from '../../../functions/screening/decision-record.ts';
import { yen } from '../../../functions/shared/money.ts';
import { anyInputs, candidate, declared, happened, inputs, requested } from '../../support/credit-inputs.ts';

describe('decide on the credit of a company with no special mark', () => {
  test('approves it with what it asked for, to the yen, whatever it says of itself or leaves out', () => {
    fc.assert(
      fc.property(declared, requested, (facts, asked) => {
        const decision = decide(inputs({ ...facts, requestedCreditLimit: asked }), policy);
        expect(decision).toMatchObject({ outcome: 'approve', creditLimit: asked, reasons: ['score_sufficient'] });
      }),
      { numRuns: 500 },
    );
  });

  test.for([300_000, 300_001, 1_234_567, 9_999_999, 10_000_000])('approves %d yen', (amount) => {
    expect(decide(inputs({ requestedCreditLimit: yen(amount) }), policy)).toMatchObject({
      outcome: 'approve',
      creditLimit: amount,
    });
  });

  test('approves it with 1,000,000 when it asked for none', () => {
    fc.assert(
      fc.property(declared, (facts) => {
        expect(decide(inputs(facts), policy)).toMatchObject({ outcome: 'approve', creditLimit: 1_000_000 });
      }),
    );
  });
});

describe('decide on credit', () => {
  test.for([
    ['a bankruptcy six years ago', [happened('bankruptcy', '2020-04-02')], 'reject', ['bankruptcy_on_record']],
    ['a bankruptcy more than seven years ago', [happened('bankruptcy', '2019-04-01')], 'approve', ['score_sufficient']],
    ['a default last year', [happened('default', '2025-05-01')], 'reject', ['recent_default', 'past_default']],
    ['a default three years ago', [happened('default', '2023-03-31')], 'review', ['past_default']],
    ['a lawsuit last year', [happened('lawsuit', '2025-04-01')], 'review', ['recent_lawsuit']],
    ['a lawsuit two years ago to the day', [happened('lawsuit', '2024-04-01')], 'approve', ['score_sufficient']],
    ['one late payment', [happened('late_payment', '2026-01-10')], 'approve', ['score_sufficient']],
    [
      'three late payments within a year',
      [1, 2, 3].map((month) => happened('late_payment', `2026-0${month}-10`)),
      'review',
      ['repeated_late_payments', 'score_borderline'],
    ],
    [
      'an incident dated after the application',
      [happened('bankruptcy', '2026-05-01')],
      'reject',
      ['bankruptcy_on_record'],
    ],
  ] as const)('with %s', ([, incidents, outcome, reasons]) => {
    expect(decide(inputs({}, { incidents: [...incidents] }), policy)).toMatchObject({ outcome, reasons: [...reasons] });
  });

  test.for([
    [1000, 'approve', 80],
    [600, 'approve', 55],
    [599, 'review', 40],
    [500, 'review', 40],
    [499, 'reject', 25],
    [0, 'reject', 10],
  ] as const)('a bureau score of %d alone leads to %s', ([score, outcome, points]) => {
    expect(decide(inputs({}, { score }), policy)).toMatchObject({ outcome, score: points });
  });

  test('what is known of a company moves a borderline score', () => {
    const sound = { establishedOn: '1990-01-01', annualSales: 2_000_000_000, requestedCreditLimit: yen(500_000) };
    expect(decide(inputs(sound, { score: 550 }), policy)).toMatchObject({ outcome: 'approve', score: 52 });
    const shaky = {
      establishedOn: '2025-12-01',
      annualSales: 1_000_000,
      industry: '貸金業',
      requestedCreditLimit: yen(5_000_000),
    };
    expect(decide(inputs(shaky, { score: 600 }), policy)).toMatchObject({ outcome: 'review', score: 39 });
  });

  test('the bureau is believed before the company', () => {
    const boast = { annualSales: 5_000_000_000, establishedOn: '1950-01-01' };
    const { trace } = decide(inputs(boast, { annualSales: 40_000_000, establishedOn: '2024-04-02' }), policy);
    expect(trace).toContainEqual(
      expect.objectContaining({ rule: 'annual_sales', inputs: { annualSales: 40_000_000 }, points: 0 }),
    );
    expect(trace).toContainEqual(
      expect.objectContaining({ rule: 'years_in_business', inputs: { yearsInBusiness: 1 }, points: 0 }),
    );
  });

  test('confirmed sales bound the limit, rounded down to 10,000; declared sales do not', () => {
    const asked = { requestedCreditLimit: yen(10_000_000) };
    expect(decide(inputs(asked, { annualSales: 12_345_678 }), policy)).toMatchObject({
      outcome: 'approve',
      creditLimit: 1_230_000,
      reasons: ['score_sufficient', 'limit_reduced_to_capacity'],
    });
    expect(decide(inputs({ ...asked, annualSales: 12_345_678 }), policy)).toMatchObject({ creditLimit: 10_000_000 });
  });

  test('confirmed sales that bear less than the lowest limit lead to a review, not to a limit beyond them', () => {
    const decision = decide(inputs({}, { annualSales: 2_999_999 }), policy);
    expect(decision).toMatchObject({ outcome: 'review', reasons: ['capacity_below_minimum'] });
    expect(decision.creditLimit).toBeUndefined();
    expect(decide(inputs({}, { annualSales: 3_000_000 }), policy)).toMatchObject({
      outcome: 'approve',
      creditLimit: 300_000,
    });
  });

  test('a company that the bureau does not know is examined, whatever the empty report says', () => {
    const unknown = decide(
      inputs({}, { found: false, score: 0, incidents: [happened('bankruptcy', '2026-01-01')] }),
      policy,
    );
    expect(unknown).toMatchObject({ outcome: 'review', reasons: ['company_not_found'] });
  });

  test.for([
    ['review', [candidate('sanctions')], ['possible_list_match']],
    ['block', [candidate('sanctions')], ['sanctions_list_match']],
    ['block', [candidate('antisocial')], ['antisocial_list_match']],
    ['block', [candidate('sanctions'), candidate('antisocial')], ['antisocial_list_match', 'sanctions_list_match']],
  ] as const)(
    'a list match that says %s is never approved by the machine, and waits for a person',
    ([decision, candidates, reasons]) => {
      expect(decide(inputs({}, { score: 1000 }, { decision, candidates: [...candidates] }), policy)).toMatchObject({
        outcome: 'review',
        reasons: [...reasons],
      });
    },
  );

  test('the reasons about lists and about other merchants are the only ones that stay inside', () => {
    expect(reasonCodes.filter((code) => !isDisclosable(code))).toEqual([
      'sanctions_list_match',
      'antisocial_list_match',
      'possible_list_match',
      'company_total_exceeded',
    ]);
  });

  test('every rule is traced, also after one has stopped the approval, and the points add up to the score', () => {
    fc.assert(
      fc.property(anyInputs, (given) => {
        const { trace, score } = decide(given, policy);
        const rules = [
          'list_match',
          'known_to_bureau',
          ...policy.incidents.map(({ rule }) => rule),
          ...policy.card.map(({ rule }) => rule),
        ];
        expect(trace.map(({ rule }) => rule)).toEqual([
          ...rules,
          ...(given.bureauReport.found ? ['score_threshold'] : []),
          'credit_limit',
        ]);
        expect(trace.reduce((total, { points }) => total + points, 0)).toBe(score);
      }),
    );
  });

  test('a limit is given exactly when the outcome is approve, within the bounds and what was asked for', () => {
    fc.assert(
      fc.property(anyInputs, (given) => {
        const { outcome, creditLimit, reasons } = decide(given, policy);
        expect(creditLimit !== undefined).toBe(outcome === 'approve');
        expect(reasons.length).toBeGreaterThan(0);
        if (creditLimit === undefined) return;
        expect(creditLimit).toBeGreaterThanOrEqual(300_000);
        expect(creditLimit).toBeLessThanOrEqual(given.application.requestedCreditLimit ?? 1_000_000);
        expect(given.match.decision).toBe('clear');
        if (creditLimit !== given.application.requestedCreditLimit) expect(creditLimit % 10_000).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('a better bureau score never makes the outcome worse', () => {
    const order = ['reject', 'review', 'approve'];
    fc.assert(
      fc.property(anyInputs, fc.integer({ min: 0, max: 1000 }), (given, other) => {
        const [low, high] = [given.bureauReport.score, other].sort((a, b) => a - b) as [number, number];
        const rankAt = (score: number) =>
          order.indexOf(decide({ ...given, bureauReport: { ...given.bureauReport, score } }, policy).outcome);
        expect(rankAt(high)).toBeGreaterThanOrEqual(rankAt(low));
      }),
    );
  });
});
