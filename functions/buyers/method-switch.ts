import type { Write } from '../shared/write.ts';
import { type Buyer, paid } from './buyer.ts';
import { type CreditAccount, creditAccountKey } from './credit-account.ts';

export const isMethodOff = ({ paymentMethods }: Pick<Buyer, 'paymentMethods'>): boolean =>
  !paymentMethods.includes(paid);

/**
 * The account's part in a change of the buyer's methods (CAPABILITIES.md P11), if there is one: written with the buyer, so that
 * orders find the switch where they take their credit and nothing else is read for it (docs/decisions/0009). An account that is
 * opened at the same moment carries it from the start, and one of both writes meets the other's version of the buyer.
 */
export function methodSwitch(
  table: string,
  buyer: Pick<Buyer, 'merchantId' | 'buyerId' | 'paymentMethods'>,
  account: CreditAccount | undefined,
): Write | undefined {
  if (!account || isMethodOff(buyer) === (account.methodOff ?? false)) return undefined;
  const change = isMethodOff(buyer)
    ? { expression: 'SET #methodOff = :true', names: { '#methodOff': 'methodOff' }, values: { ':true': true } }
    : { expression: 'REMOVE #methodOff', names: { '#methodOff': 'methodOff' } };
  return { table, update: creditAccountKey(buyer), change, condition: { expression: 'attribute_exists(PK)' } };
}
