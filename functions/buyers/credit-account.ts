import * as z from 'zod/mini';
import type { Yen } from '../shared/money.ts';
import type { Condition, Write } from '../shared/write.ts';

/**
 * The credit account of one buyer at one merchant: the guarded balance against which orders are authorized.
 * `available` = limit − open holds − unpaid receivables, kept as a number of its own because a DynamoDB condition cannot
 * subtract. It changes only in the transaction of the order (or payment) that causes it, so it can never go below zero.
 */
export const CreditAccount = z.object({
  PK: z.string(),
  SK: z.string(),
  state: z.enum(['active', 'suspended']),
  limit: z.int(),
  available: z.int(),
  /** The facility's first and last business date. */
  startsOn: z.string(),
  endsOn: z.string(),
  /** The buyer's latest idempotency keys, see `slotOf`. */
  recent: z.record(z.string(), z.string()),
});
export type CreditAccount = z.infer<typeof CreditAccount>;

export interface CreditAccountId {
  readonly merchantId: string;
  readonly buyerId: string;
}

export const creditAccountKey = ({ merchantId, buyerId }: CreditAccountId) => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `CREDIT#${buyerId}`,
});

/** A new account with its whole limit free. */
export const newCreditAccount = (
  id: CreditAccountId,
  facility: { readonly limit: Yen; readonly startsOn: string; readonly endsOn: string },
): CreditAccount => ({
  ...creditAccountKey(id),
  state: 'active',
  available: facility.limit,
  recent: {},
  ...facility,
});

const recentSlots = 32;

/**
 * The account remembers the idempotency keys of the buyer's latest orders in 32 slots, so that a key used again for an order
 * with another reference is refused in the same write (docs/decisions/0003-order-id-follows-from-the-reference.md).
 */
const slotOf = (key: string): string => `s${Buffer.from(key, 'base64url').readUInt8(0) % recentSlots}`;

export interface Hold {
  readonly amount: Yen;
  /** Today in Japan: the facility must be open on this day. */
  readonly today: string;
}

/** Takes credit for a new order, if the account is active, open today and has enough left. */
export const takeHold = (table: string, id: CreditAccountId, hold: Hold, idempotencyKey: string): Write => {
  const open = mayOrder(hold);
  return {
    table,
    update: creditAccountKey(id),
    change: {
      expression: 'SET #available = #available - :amount, #recent.#slot = :key',
      names: { '#recent': 'recent', '#slot': slotOf(idempotencyKey) },
      values: { ':key': idempotencyKey },
    },
    condition: {
      ...open,
      expression: `${open.expression} AND (attribute_not_exists(#recent.#slot) OR #recent.#slot <> :key)`,
    },
  };
};

/** Takes more credit for an order whose amount goes up, under the same conditions as a new one. */
export const raiseHold = (table: string, id: CreditAccountId, hold: Hold): Write => ({
  table,
  update: creditAccountKey(id),
  change: { expression: 'SET #available = #available - :amount' },
  condition: mayOrder(hold),
});

/** Gives credit back: an order was cancelled, reduced, expired, or closed below its amount. */
export const releaseHold = (table: string, id: CreditAccountId, amount: Yen): Write => ({
  table,
  update: creditAccountKey(id),
  change: {
    expression: 'SET #available = #available + :amount',
    names: { '#available': 'available' },
    values: { ':amount': amount },
  },
  condition: { expression: 'attribute_exists(PK)' },
});

const mayOrder = ({ amount, today }: Hold): Condition => ({
  expression: '#state = :active AND #available >= :amount AND #startsOn <= :today AND #endsOn >= :today',
  names: { '#state': 'state', '#available': 'available', '#startsOn': 'startsOn', '#endsOn': 'endsOn' },
  values: { ':active': 'active', ':amount': amount, ':today': today },
});

/** Why `takeHold` or `raiseHold` was refused, read from the account as the write met it. */
export function refusedHold(
  account: CreditAccount | undefined,
  { amount, today }: Hold,
  idempotencyKey?: string,
): 'no_account' | 'not_active' | 'limit_exceeded' | 'key_reused' {
  if (!account) return 'no_account';
  if (account.state !== 'active' || account.startsOn > today || account.endsOn < today) return 'not_active';
  if (idempotencyKey !== undefined && account.recent[slotOf(idempotencyKey)] === idempotencyKey) return 'key_reused';
  return account.available < amount ? 'limit_exceeded' : 'not_active';
}
