import type { AccountRules } from '../../functions/buyers/account-rules.ts';
import { newCreditAccount } from '../../functions/buyers/credit-account.ts';
import { relationKey } from '../../functions/buyers/relation.ts';
import type { AuthorizeInput } from '../../functions/orders/authorize.ts';
import { authorizeOrder } from '../../functions/orders/authorize.ts';
import type { OrderResource } from '../../functions/orders/order.contract.ts';
import { orderStore } from '../../functions/orders/order.store.ts';
import { placingStore } from '../../functions/orders/placing.store.ts';
import type { Clock } from '../../functions/shared/clock.ts';
import { yen } from '../../functions/shared/money.ts';
import { onceRequest } from '../../functions/shared/once.ts';
import type { Table } from '../../functions/shared/table.ts';

/** A clock that a test moves. */
export function clockAt(at: string): Clock & { set(at: string): void } {
  let now = Date.parse(at);
  return {
    now: () => now,
    set: (to) => {
      now = Date.parse(to);
    },
  };
}

let counter = 0;
const count = (): number => {
  counter += 1;
  return counter;
};

/** A merchant's relation to a buyer with a credit account, as an approved screening leaves it. */
export async function aBuyerWithLimit(
  table: Table,
  limit: number,
  merchantId = `mer_${count()}`,
  rules?: AccountRules,
) {
  const buyerId = `buy_${String(count()).padStart(26, '0')}`;
  const facility = { limit: yen(limit), startsOn: '2026-01-01', endsOn: '2027-12-31' };
  await table.write({
    table: table.name,
    put: { ...relationKey({ merchantId, buyerId }), state: 'active', version: 3 },
  });
  await table.write({ table: table.name, put: newCreditAccount({ merchantId, buyerId }, facility, rules) });
  return { merchantId, buyerId };
}

interface Buyer {
  readonly merchantId: string;
  readonly buyerId: string;
}

/** Who acts in the tests of orders: as long as real ones. */
export const actor = { by: 'key_0123456789ABCDEFGHJKMNPQRS', requestId: 'JKJaXmPLvHcESHA=' };

/** What the HTTP function hands to the authorization workflow. */
export function anOrder({ merchantId, buyerId }: Buyer, amount: number, key = `key-${count()}`): AuthorizeInput {
  const order = {
    reference: `PO-${key}`,
    buyerId,
    method: 'paid' as const,
    lines: [
      {
        description: 'Office chairs',
        quantity: 1,
        unitPrice: amount,
        taxRate: 10 as const,
        taxIncluded: true as const,
      },
    ],
    amount,
  };
  return { actor, merchantId, order, once: onceRequest(`${merchantId} POST /v1/orders`, key, order) };
}

/** The ports of every order use case over real tables. */
export function orderPorts(transactions: Table, ledgerTable: string, clock: Clock = clockAt('2026-11-20T03:00:00Z')) {
  const orders = { ...orderStore(transactions, ledgerTable), ...placingStore(transactions) };
  return { clock, orders, endingHolds: orders.endingHolds };
}

export const resourceIn = (answer: { readonly body: string }): OrderResource =>
  JSON.parse(answer.body) as OrderResource;

/** Places an order and reads the answer. */
export const placed = async (
  ports: ReturnType<typeof orderPorts>,
  buyer: Buyer,
  amount: number,
): Promise<OrderResource> => resourceIn(await authorizeOrder(ports, anOrder(buyer, amount)));
