import type { Yen } from '../shared/money.ts';
import type { Condition, Write } from '../shared/write.ts';
import { type Counting, completeRules } from './account-rules.ts';
import { type CreditAccount, type CreditAccountId, creditAccountKey } from './credit-account.ts';
import { countDay, dayOutcome } from './velocity.ts';

const recentSlots = 32;

/**
 * The account remembers the idempotency keys of the buyer's latest orders in 32 slots, so that a key used again for an order
 * with another reference is refused in the same write (docs/decisions/0003-order-id-follows-from-the-reference.md).
 */
const slotOf = (key: string): string => `s${Buffer.from(key, 'base64url').readUInt8(0) % recentSlots}`;

/** 48 bits of the key's hash: enough among 32 keys, and the account stays under a kilobyte. */
const shortKey = (key: string): string => key.slice(2, 10);

/** What an order asks of the account. */
export interface Demand {
  /** What must be left of the limit. */
  readonly amount: Yen;
  /** The whole order, which the policy's rules look at. */
  readonly whole: Yen;
  /** Today in Japan: the facility must be open on this day. */
  readonly today: string;
  /** How the order is counted; for a new one, the account must count in the same way. */
  readonly counts: Counting;
  /** The bureau is being asked, so its threshold is none. */
  readonly isChecked?: boolean;
  /** Of a new order; one that grows has none. */
  readonly key?: string;
}

/** Takes credit for a new order, or more for one that grows, if the account is active and open, may be ordered from by this method, has enough left, and no rule objects. */
export function takeHold(table: string, id: CreditAccountId, demand: Demand): Write {
  const { amount, whole, today, counts, isChecked = false, key } = demand;
  const day = countDay({ today, amount, orders: key === undefined ? 0 : 1 });
  const slot = key === undefined ? undefined : rememberKey(key);
  const set = [...(counts === 'holds_and_invoices' ? ['#available = #available - :amount'] : []), ...day.set];
  return {
    table,
    update: creditAccountKey(id),
    change: {
      expression: `SET ${[...set, ...(slot ? [slot.set] : [])].join(', ')} REMOVE ${day.remove.join(', ')}`,
      names: { ...day.names, ...slot?.names },
      values: { ...day.values, ...slot?.values },
    },
    condition: allOf(
      isOpen(today),
      isLeft(neededOf(demand)),
      { expression: day.condition.join(' AND ') },
      {
        expression: '#rules.#reviewAbove >= :whole',
        names: { '#reviewAbove': 'reviewAbove' },
        values: { ':whole': whole },
      },
      ...(isChecked
        ? []
        : [{ expression: '#rules.#bureauCheckAbove > :whole', names: { '#bureauCheckAbove': 'bureauCheckAbove' } }]),
      ...(slot ? [slot.condition, countsLike(counts)] : []),
    ),
  };
}

/** Takes credit for an order that a person has let pass: its rules are answered, its limit is not. */
export const takeApproved = (table: string, id: CreditAccountId, hold: Omit<Demand, 'whole'>): Write => ({
  table,
  update: creditAccountKey(id),
  change: {
    expression: `SET #available = #available - :taken`,
    values: { ':taken': hold.counts === 'holds_and_invoices' ? hold.amount : 0 },
  },
  condition: allOf(isOpen(hold.today), isLeft(hold.amount), countsLike(hold.counts)),
});

/** Takes nothing and remembers the key: the order waits for a person, who is asked only about buyers that may order. */
export function noteReview(table: string, id: CreditAccountId, today: string, key: string): Write {
  const slot = rememberKey(key);
  return {
    table,
    update: creditAccountKey(id),
    change: { expression: `SET ${slot.set}`, names: slot.names, values: slot.values },
    condition: allOf(isOpen(today), slot.condition),
  };
}

/** Takes credit at the confirmation of an order that held none. Even a suspended buyer's goods may have been shipped. */
export const takeConfirmed = (table: string, id: CreditAccountId, amount: Yen): Write => ({
  table,
  update: creditAccountKey(id),
  change: { expression: 'SET #available = #available - :amount' },
  condition: isLeft(amount),
});

/** Gives credit back: an order was cancelled, reduced, expired, credited, or closed below its amount. */
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

/** An order that takes nothing yet, and grows, must fit as a whole: what it has so far was never taken. */
const neededOf = ({ amount, whole, counts }: Omit<Demand, 'key'>): Yen => (counts === 'invoices_only' ? whole : amount);

const isOpen = (today: string): Condition => ({
  expression: '#state = :active AND attribute_not_exists(#methodOff) AND #startsOn <= :today AND #endsOn >= :today',
  names: { '#state': 'state', '#methodOff': 'methodOff', '#startsOn': 'startsOn', '#endsOn': 'endsOn' },
  values: { ':active': 'active', ':today': today },
});

const isLeft = (amount: Yen): Condition => ({
  expression: '#available >= :amount',
  names: { '#available': 'available' },
  values: { ':amount': amount },
});

/** An account from before there were rules counts orders when they are authorized. */
const countsLike = (counts: Counting): Condition => ({
  expression:
    counts === 'invoices_only'
      ? '#rules.#counts = :counts'
      : '(attribute_not_exists(#rules) OR #rules.#counts = :counts)',
  names: { '#rules': 'rules', '#counts': 'counts' },
  values: { ':counts': counts },
});

function rememberKey(key: string) {
  return {
    set: '#recent.#slot = :key',
    names: { '#recent': 'recent', '#slot': slotOf(key) },
    values: { ':key': shortKey(key) },
    condition: { expression: '(attribute_not_exists(#recent.#slot) OR #recent.#slot <> :key)' },
  };
}

const allOf = (...conditions: readonly Condition[]): Condition => ({
  expression: conditions.map(({ expression }) => expression).join(' AND '),
  names: Object.assign({}, ...conditions.map(({ names }) => names)),
  values: Object.assign({}, ...conditions.map(({ values }) => values)),
});

export type RefusedHold =
  /** No such buyer, or one that may not order now. */
  | 'no_account'
  | 'not_active'
  | 'method_off'
  | 'key_reused'
  | 'limit_exceeded'
  /** The account counts orders in the other way. */
  | 'counted_otherwise'
  /** Its counters have to be tidied first (velocity.ts). */
  | 'untidy'
  | 'over_soft_limit'
  | 'velocity'
  | 'bureau_check'
  /** As it was met it would have done: it has changed in between. */
  | 'moved';

/** Why a write above was refused, read from the account as the write met it. */
export function refusedHold(account: CreditAccount | undefined, demand: Demand): RefusedHold {
  const { amount, whole, today, counts, isChecked, key } = demand;
  if (!account) return 'no_account';
  if (account.state !== 'active' || account.startsOn > today || account.endsOn < today) return 'not_active';
  if (account.methodOff) return 'method_off';
  if (key !== undefined && account.recent[slotOf(key)] === shortKey(key)) return 'key_reused';
  if (account.available < neededOf(demand)) return 'limit_exceeded';
  const rules = account.rules ?? completeRules();
  if (key !== undefined && rules.counts !== counts) return 'counted_otherwise';
  const day = dayOutcome(account, { today, amount, orders: key === undefined ? 0 : 1 });
  if (day === 'untidy') return 'untidy';
  if (rules.reviewAbove < whole) return 'over_soft_limit';
  if (day === 'exceeded') return 'velocity';
  return !isChecked && rules.bureauCheckAbove <= whole ? 'bureau_check' : 'moved';
}
