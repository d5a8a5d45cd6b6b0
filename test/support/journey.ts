import assert from 'node:assert/strict';
import { inject } from 'vitest';
import { connect } from './api.ts';
import { conformanceTo, type OpenApi } from './conformance.ts';
import { merchant, type Operator, operator } from './sessions.ts';

/** The parties of a journey on the running stack. Every answer that they get is held against the OpenAPI document. */
export async function journey() {
  const { url } = inject('stack');
  const document = await connect(url, undefined).get<OpenApi>('/openapi.json');
  const observe = conformanceTo(document);
  return {
    url,
    document,
    observe,
    demo: merchant(url, 'sk_test_demo', observe),
    other: merchant(url, 'sk_test_other', observe),
    /** Whoever holds the key. */
    as: (key: string) => merchant(url, key, observe),
    operator: operator(url, 'sk_test_operator', observe),
    /** A second person, for what takes four eyes. */
    operator2: operator(url, 'sk_test_operator2', observe),
  };
}

/** How every journey ends: each invariant of the books holds, and debit equals credit. */
export async function expectBalancedBooks(operator: Operator): Promise<void> {
  const { invariants } = await operator.verify();
  assert(invariants.length > 0, 'the verification checked nothing');
  const broken = invariants.filter(({ holds }) => !holds);
  assert.deepEqual(broken, [], 'an invariant of the books is broken');
  const { totals } = await operator.trialBalance();
  assert.equal(totals.debit, totals.credit);
}
