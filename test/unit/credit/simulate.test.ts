import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulateDecision as contract } from '../../../functions/credit/policy.contract.ts';
import {
  getCreditPolicy,
  listCreditPolicies,
  type SimulatePorts,
  simulateDecision,
} from '../../../functions/credit/simulate.ts';
import type { DecisionInputs } from '../../../functions/screening/decision-record.ts';
import { type Examination, matchPlace } from '../../../functions/screening/examination.ts';
import { creditPolicies, recordDecision } from '../../../functions/screening/recompute.ts';
import { yen } from '../../../functions/shared/money.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { bodyOf } from '../../support/buyers.ts';
import { anyInputs, inputs } from '../../support/credit-inputs.ts';
import { keyService } from '../../support/key-service.ts';

const vault = openVault(keyService(), { now: () => Date.parse('2026-12-01T00:00:00Z') });
const version = 'credit-policy-2026-02';

/** An examination that was decided on these inputs, as far as a simulation looks at it. */
async function decided(given: DecisionInputs, policy = creditPolicies[1] ?? creditPolicies[0]): Promise<Examination> {
  const { policyVersion, decision } = recordDecision(given, policy);
  const { application, bureauReport, match, otherLimits } = given;
  const { appliedOn, requestedCreditLimit, ...company } = application;
  return {
    examinationId: 'exm_1',
    appliedOn,
    ...(requestedCreditLimit === undefined ? {} : { requestedCreditLimit }),
    company,
    bureauReport,
    ...(otherLimits === undefined ? {} : { otherLimits }),
    listMatch: await vault.seal(matchPlace({ examinationId: 'exm_1' }), match),
    policyVersion,
    proposal: decision,
  } as unknown as Examination;
}

const ports = (examination?: Examination): SimulatePorts => ({
  vault,
  examination: async () => examination ?? expect.unreachable('no examination is asked for'),
});

interface Told {
  readonly stored: object | null;
  readonly outcome: string;
  readonly reasons: string[];
}

describe('D10 a simulated decision', () => {
  test('D10 of an examination is what was stored, over everything that can be known of a company', async () => {
    await fc.assert(
      fc.asyncProperty(anyInputs, fc.constantFrom(...creditPolicies), async (given, policy) => {
        const examination = await decided(given, policy);
        const asked = contract.body.parse({ examinationId: 'exm_1' });
        const { stored, ...simulated } = bodyOf<Told>(
          await simulateDecision(ports(examination), policy.version, asked),
        );
        expect(simulated).toEqual(stored);
      }),
      { numRuns: 200 },
    );
  });

  test('D10 of facts is the same as of an examination with these facts', async () => {
    await fc.assert(
      fc.asyncProperty(anyInputs, async (given) => {
        const asked = contract.body.parse(JSON.parse(JSON.stringify(given)));
        const byFacts = bodyOf<Told>(await simulateDecision(ports(), version, asked));
        const examination = await decided(given);
        const named = contract.body.parse({ examinationId: 'exm_1' });
        const byName = bodyOf<Told>(await simulateDecision(ports(examination), version, named));
        expect(byFacts).toEqual({ ...byName, stored: null });
      }),
      { numRuns: 100 },
    );
  });

  test('D10 under another policy shows what would be different', async () => {
    const given = inputs({ requestedCreditLimit: yen(5_000_000) });
    const examination = await decided({ ...given, otherLimits: yen(28_000_000) });
    const asked = contract.body.parse({ examinationId: 'exm_1' });
    const told = bodyOf<Told>(await simulateDecision(ports(examination), 'credit-policy-2026-01', asked));
    expect(told).toMatchObject({
      outcome: 'approve',
      stored: { outcome: 'review', reasons: ['company_total_exceeded'] },
    });
  });

  test('is refused where facts are missing or not known, each by its name', () => {
    const pointers = (body: object) =>
      contract.body.safeParse(body).error?.issues.map(({ path, code }) => `${code} ${path.join('.')}`);
    expect(pointers({})).toEqual(['custom application', 'custom bureauReport', 'custom match']);
    expect(pointers({ examinationId: 'exm_1', otherLimits: 1 })).toEqual(['custom examinationId']);
    const { application, ...rest } = inputs();
    expect(pointers({ ...rest, application: { ...application, mood: 'good' } })).toEqual([
      'unrecognized_keys application',
    ]);
  });

  test('needs a policy that there is, and an examination that has its findings', async () => {
    const asked = contract.body.parse({ examinationId: 'exm_1' });
    await expect(simulateDecision(ports(), 'credit-policy-1999-01', asked)).rejects.toMatchObject({
      code: 'CreditPolicyNotFound',
    });
    const { listMatch: _, ...open } = await decided(inputs());
    await expect(simulateDecision(ports(open), version, asked)).rejects.toMatchObject({
      code: 'ExaminationIncomplete',
    });
  });
});

describe('the credit policies', () => {
  test('are all there, the latest first, and each can be read', () => {
    const { items } = bodyOf<{ items: { version: string }[] }>(listCreditPolicies());
    expect(items.map((one) => one.version)).toEqual(['credit-policy-2026-02', 'credit-policy-2026-01']);
    expect(bodyOf(getCreditPolicy(version))).toMatchObject({ version, company: { limitTotalMaximum: 30_000_000 } });
    expect(bodyOf(getCreditPolicy('credit-policy-2026-01'))).toMatchObject({ orders: null, company: null });
  });
});
