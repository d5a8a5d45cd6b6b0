import { describe, expect, test } from 'vitest';
import type { MethodContractState, PaymentMethod } from '../../../functions/merchants/method-contract.ts';
import { methodsInForce } from '../../../functions/merchants/methods-in-force.ts';

const contractFor = (method: PaymentMethod, state: MethodContractState) => ({
  method,
  state,
  items: {},
  secretItems: [],
  requestedAt: '2026-11-02T00:00:00.000Z',
  history: [],
});

describe('RH new orders may be paid by', () => {
  test.for([
    ['what has an active contract', 'active', ['paid', 'remittance']],
    ['what is about to end, until a second person has ended it', 'ending', ['paid', 'remittance']],
    ['nothing that has ended', 'ended', ['remittance']],
    ['nothing that is only asked for', 'requested', ['remittance']],
    ['nothing that is only examined', 'examined', ['remittance']],
  ] as const)('%s', ([, state, methods]) => {
    const contracts = [contractFor('paid', state), contractFor('remittance', 'active')];
    expect(methodsInForce({ state: 'live', methods: ['paid'], contracts })).toEqual(methods);
  });

  test('all that can be tried out, as long as the merchant is not live', () => {
    const contracts = [contractFor('amazon_pay', 'requested'), contractFor('recruit', 'ended')];
    expect(methodsInForce({ state: 'sandbox_issued', methods: ['amazon_pay'], contracts })).toEqual([
      'paid',
      'remittance',
      'amazon_pay',
    ]);
  });

  test('what it came for, where the merchant is older than contracts are', () => {
    expect(methodsInForce({ state: 'live', methods: ['paid'], contracts: [] })).toEqual(['paid']);
  });
});
