import type { Merchant } from './merchant.ts';
import { type MethodContractState, type PaymentMethod, paymentMethods } from './method-contract.ts';

/** Its ending waits for a second person: until then the contract binds both sides. */
const inForce: ReadonlySet<MethodContractState> = new Set<MethodContractState>(['active', 'ending']);
const beforeLive: ReadonlySet<Merchant['state']> = new Set<Merchant['state']>([
  'approved',
  'sandbox_issued',
  'connection_test',
]);

/**
 * The methods by which new orders of the merchant may be paid. Before it is live its engineers try all of them out, without any
 * contract (docs/onboarding.md); from then on a method needs a contract that is active. A merchant of the time before there were
 * contracts sells by the methods that it came for.
 */
export function methodsInForce({
  state,
  methods,
  contracts,
}: Pick<Merchant, 'state' | 'methods' | 'contracts'>): PaymentMethod[] {
  const stateOf = (method: PaymentMethod) => contracts.find((one) => one.method === method)?.state;
  if (beforeLive.has(state)) return paymentMethods.filter((method) => stateOf(method) !== 'ended');
  if (contracts.length === 0) return paymentMethods.filter((method) => methods.includes(method));
  return paymentMethods.filter((method) => inForce.has(stateOf(method) ?? 'requested'));
}
