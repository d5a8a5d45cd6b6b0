import { plusDays } from '../shared/clock.ts';
import type { Yen } from '../shared/money.ts';
import type { Condition, Write } from '../shared/write.ts';
import { completeRules } from './account-rules.ts';
import { type CreditAccount, type CreditAccountId, creditAccountKey } from './credit-account.ts';

/**
 * Velocity: how many orders, and how many yen, a buyer may still order on a day. The account counts down, because a condition
 * cannot add: `days` has `n<date>` (orders left) and `y<date>` (yen left), put there by the day's first order from the rules.
 */
const ordersLeft = (date: string): string => `n${date}`;
const yenLeft = (date: string): string => `y${date}`;

/** The days before, whose counters every order clears away: a weekend and the day before it. */
const clearedDays = 3;
/** Counters that lie further back are cleared together, when there are so many (`tidyDays`): an account stays under a kilobyte. */
const countersMax = 12;

export interface DayDemand {
  readonly today: string;
  readonly amount: Yen;
  /** 1 for a new order, 0 for one that only grows. */
  readonly orders: 0 | 1;
}

/** The day's part of an order's write. Its expressions share names and values with those of credit-hold.ts. */
export function countDay({ today, amount, orders }: DayDemand) {
  const before = Array.from({ length: clearedDays }, (_, at) => plusDays(today, -1 - at));
  const old = before.flatMap((date, at) => [
    [`#n${at}`, ordersLeft(date)],
    [`#y${at}`, yenLeft(date)],
  ]);
  return {
    set: [
      '#days.#n = if_not_exists(#days.#n, #rules.#ordersPerDayMax) - :orders',
      '#days.#y = if_not_exists(#days.#y, #rules.#amountPerDayMax) - :yen',
    ],
    remove: old.map(([name]) => `#days.${name}`),
    condition: [
      'size(#days) < :countersMax',
      '((attribute_not_exists(#days.#n) AND #rules.#ordersPerDayMax >= :orders) OR #days.#n >= :orders)',
      '((attribute_not_exists(#days.#y) AND #rules.#amountPerDayMax >= :yen) OR #days.#y >= :yen)',
    ],
    names: {
      '#days': 'days',
      '#rules': 'rules',
      '#n': ordersLeft(today),
      '#y': yenLeft(today),
      '#ordersPerDayMax': 'ordersPerDayMax',
      '#amountPerDayMax': 'amountPerDayMax',
      ...Object.fromEntries(old),
    },
    values: { ':orders': orders, ':yen': amount, ':countersMax': countersMax },
  };
}

/** What the day's counters of an account say about an order. */
export function dayOutcome(
  account: CreditAccount,
  { today, amount, orders }: DayDemand,
): 'fits' | 'untidy' | 'exceeded' {
  const { days, rules } = account;
  if (!days || !rules || Object.keys(days).length >= countersMax) return 'untidy';
  const isLeft =
    (days[ordersLeft(today)] ?? rules.ordersPerDayMax) >= orders &&
    (days[yenLeft(today)] ?? rules.amountPerDayMax) >= amount;
  return isLeft ? 'fits' : 'exceeded';
}

/** Clears away the counters of all other days, and gives an account from before there were rules what it lacks. */
export function tidyDays(table: string, id: CreditAccountId, { days, rules }: CreditAccount, today: string): Write {
  const kept = Object.entries(days ?? {}).filter(([name]) => [ordersLeft(today), yenLeft(today)].includes(name));
  const asMet: Condition = days
    ? { expression: '#days = :met', values: { ':met': days } }
    : { expression: 'attribute_exists(PK) AND attribute_not_exists(#days)' };
  return {
    table,
    update: creditAccountKey(id),
    change: {
      expression: 'SET #days = :kept, #rules = if_not_exists(#rules, :rules)',
      names: { '#days': 'days', '#rules': 'rules' },
      values: { ':kept': Object.fromEntries(kept), ':rules': rules ?? completeRules() },
    },
    condition: asMet,
  };
}
