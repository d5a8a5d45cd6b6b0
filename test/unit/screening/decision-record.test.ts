import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BureauReportSchema } from '../../../functions/screening/bureau-report.ts';
import { creditPolicy202601 as policy } from '../../../functions/screening/credit-policy-2026-01.ts';
import { DecisionRecordSchema } from '../../../functions/screening/decision-record.ts';
import { policyInForce, recompute, recordDecision } from '../../../functions/screening/recompute.ts';
import { yen } from '../../../functions/shared/money.ts';
import { anyInputs, inputs, unremarkable } from '../../support/credit-inputs.ts';

describe('a stored decision', () => {
  test('is computed again from its stored inputs, also after a trip through JSON and the schema', () => {
    fc.assert(
      fc.property(anyInputs, (given) => {
        const record = recordDecision(given, policy);
        const stored = DecisionRecordSchema.parse(JSON.parse(JSON.stringify(record)));
        expect(stored).toEqual(record);
        expect(recompute(stored)).toEqual(record.decision);
      }),
      { numRuns: 500 },
    );
  });

  test('shows when it was tampered with', () => {
    const record = recordDecision(inputs({ requestedCreditLimit: yen(500_000) }), policy);
    const forged = {
      ...record,
      inputs: { ...record.inputs, bureauReport: { ...record.inputs.bureauReport, score: 300 } },
    };
    expect(recompute(forged)).not.toEqual(record.decision);
  });

  test('cannot be explained by a policy that does not exist', () => {
    expect(() => recompute({ ...recordDecision(inputs(), policy), policyVersion: 'credit-policy-1999-01' })).toThrow(
      'credit-policy-1999-01',
    );
  });

  test('is made under the policy of its day', () => {
    expect(policyInForce('2026-01-01').version).toBe('credit-policy-2026-01');
    expect(policyInForce('2026-10-31').version).toBe('credit-policy-2026-01');
    expect(policyInForce('2026-11-01').version).toBe('credit-policy-2026-02');
    expect(policyInForce('2031-05-05').version).toBe('credit-policy-2026-02');
    expect(policyInForce('2025-12-31').version).toBe('credit-policy-2026-01');
  });
});

describe('the policy', () => {
  test('has bands that go from high to low and end where every value is covered', () => {
    for (const { rule, bands } of policy.card) {
      const floors = bands.map(({ atLeast }) => atLeast);
      expect(floors, rule).toEqual([...floors].sort((a, b) => b - a));
      expect(floors.at(-1), rule).toBe(0);
    }
    const lowest = policy.card.reduce(
      (total, { bands, unknown }) => total + Math.min(unknown, ...bands.map(({ points }) => points)),
      0,
    );
    expect(policy.capacity.at(-1)?.atLeast).toBeLessThanOrEqual(lowest);
    expect(policy.threshold.approve).toBeGreaterThan(policy.threshold.review);
  });
});

describe('a bureau report', () => {
  test.for([
    ['a score beyond 1000', { score: 1001 }],
    ['half a point', { score: 0.5 }],
    ['an unknown incident', { incidents: [{ kind: 'gossip', occurredOn: '2026-01-01' }] }],
    ['an incident on no day', { incidents: [{ kind: 'default', occurredOn: '2026-02-30' }] }],
    ['a corporate number of twelve digits', { corporateNumber: '123456789012' }],
    ['a time that is no instant', { assessedAt: '2026-04-01' }],
  ] as const)('is refused with %s', ([, wrong]) => {
    expect(BureauReportSchema.safeParse({ ...unremarkable, ...wrong }).success).toBe(false);
  });

  test('may say no more than that it knows the company', () => {
    expect(BureauReportSchema.parse(unremarkable)).toEqual(unremarkable);
  });
});
