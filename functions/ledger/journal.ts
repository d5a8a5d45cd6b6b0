import assert from 'node:assert/strict';
import { isNew, type Write } from '../shared/write.ts';
import type { Account } from './accounts.ts';

/** Whom a line is about: the sub-ledger's dimensions (JAPAN-RULES.md 6.1). */
export interface Dimensions {
  readonly merchantId?: string;
  readonly buyerId?: string;
  readonly orderId?: string;
}

/** One side of a journal: whole yen, debit positive, credit negative. */
export interface JournalLine extends Dimensions {
  readonly account: Account;
  readonly amount: number;
}

/** A balanced movement of money, never changed once written. What was wrong is put right by a reversing journal. */
export interface Journal {
  /** The event that caused it, and the rule that made it of the event: together they are its key, so a repeat is a no-op. */
  readonly eventId: string;
  readonly rule: string;
  /** The resource whose history it belongs to. */
  readonly resourceId: string;
  readonly postedAt: string;
  readonly businessDate: string;
  readonly lines: readonly JournalLine[];
}

/** Asserts invariant I1 (JAPAN-RULES.md 6.4): integers, at least two lines, none of them zero, summing to zero. */
export function journal(of: Journal): Journal {
  assert(of.lines.length >= 2, 'a journal has at least two lines');
  for (const line of of.lines)
    assert(Number.isSafeInteger(line.amount) && line.amount !== 0, `not an amount: ${line.amount}`);
  const total = of.lines.reduce((sum, line) => sum + line.amount, 0);
  assert.equal(total, 0, `journal ${of.eventId} ${of.rule} does not balance`);
  return of;
}

export const journalKey = ({ resourceId, eventId, rule }: Pick<Journal, 'resourceId' | 'eventId' | 'rule'>) => ({
  PK: `JOURNAL#${resourceId}`,
  SK: `${eventId}#${rule}`,
});

/** The write that posts a journal, to be made in the transaction of the state change that it books. */
export const posting = (table: string, of: Journal): Write => ({
  table,
  put: { ...journalKey(of), ...journal(of) },
  condition: isNew,
});
