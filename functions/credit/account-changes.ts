import type { CompleteRules } from '../buyers/account-rules.ts';
import { type CreditAccount, type CreditAccountId, creditAccountKey } from '../buyers/credit-account.ts';
import type { Condition, Write } from '../shared/write.ts';

/** The terms under which an account goes on. */
export interface AccountTerms {
  readonly limit: number;
  readonly startsOn: string;
  readonly endsOn: string;
  /** Absent where it is not to change: another limit neither stops a buyer nor lets it order. */
  readonly state?: CreditAccount['state'];
  readonly rules: CompleteRules;
}

/**
 * Puts an account under other terms. Orders go on meanwhile, so `available` moves by the difference of the limits and is never
 * written as a number that was read; the limit itself must still be the one that was read. A limit below what is in use leaves
 * `available` below zero until enough is paid or released: `availableFloor` remembers how far, and no order passes meanwhile.
 */
export const changeTerms = (table: string, id: CreditAccountId, before: number, terms: AccountTerms): Write => ({
  table,
  update: creditAccountKey(id),
  change: {
    expression:
      'SET #limit = :limit, #available = #available + :delta, #floor = #available + :delta, ' +
      `#startsOn = :startsOn, #endsOn = :endsOn, #rules = :rules${terms.state ? ', #state = :state' : ''}`,
    names: {
      '#limit': 'limit',
      '#available': 'available',
      '#floor': 'availableFloor',
      ...(terms.state ? { '#state': 'state' } : {}),
      '#startsOn': 'startsOn',
      '#endsOn': 'endsOn',
      '#rules': 'rules',
    },
    values: {
      ':limit': terms.limit,
      ':delta': terms.limit - before,
      ...(terms.state ? { ':state': terms.state } : {}),
      ':startsOn': terms.startsOn,
      ':endsOn': terms.endsOn,
      ':rules': terms.rules,
    },
  },
  condition: limitIs(before),
});

/** Lets an account be used, or not. Its orders keep their holds, and what is held can still be confirmed. */
export const switchAccount = (table: string, id: CreditAccountId, state: CreditAccount['state']): Write => ({
  table,
  update: creditAccountKey(id),
  change: { expression: 'SET #state = :state', names: { '#state': 'state' }, values: { ':state': state } },
  condition: { expression: 'attribute_exists(PK)' },
});

const limitIs = (before: number): Condition => ({
  expression: '#limit = :before',
  names: { '#limit': 'limit' },
  values: { ':before': before },
});
