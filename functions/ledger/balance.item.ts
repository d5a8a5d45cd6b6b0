import assert from 'node:assert/strict';
import type { Item, Key } from '../shared/page.ts';
import { type Account, accounts } from './accounts.ts';
import type { BalanceName, Turnover } from './balance.ts';
import type { Balance, Mark } from './projection.ts';

/** A merchant's balance and those of its buyers have a partition of their own; the days share one, which is read in order. */
export const balanceKey = (name: BalanceName): Key => {
  const [kind, owner] = name.split('#');
  return { PK: kind === 'DAY' ? 'BALANCE' : `BALANCE#${owner}`, SK: name };
};

// Flat attributes, because DynamoDB's ADD makes an attribute that is not there yet, but no map around it.
export const debitOf = (account: Account): string => `debit${account}`;
export const creditOf = (account: Account): string => `credit${account}`;
const markPrefix = 'mark#';
export const markOf = (shardId: string): string => `${markPrefix}${shardId}`;

export const markText = ({ sequence, setAt }: Mark): string => `${sequence} ${new Date(setAt).toISOString()}`;

/** A derived balance as it was stored. */
export function readBalance(item: Item): Balance {
  const turnovers: Partial<Record<Account, Turnover>> = {};
  for (const account of Object.keys(accounts) as Account[]) {
    const debit = whole(item[debitOf(account)]);
    const credit = whole(item[creditOf(account)]);
    if (debit > 0 || credit > 0) turnovers[account] = { debit, credit };
  }
  const marks = Object.entries(item).flatMap(([name, value]): [string, Mark][] =>
    name.startsWith(markPrefix) ? [[name.slice(markPrefix.length), readMark(value)]] : [],
  );
  return { turnovers, marks: new Map(marks) };
}

function whole(value: unknown): number {
  if (value === undefined) return 0;
  assert(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0, `not a turnover: ${value}`);
  return value;
}

function readMark(value: unknown): Mark {
  const [sequence, setAt] = String(value).split(' ');
  const mark = { sequence: BigInt(sequence ?? ''), setAt: Date.parse(setAt ?? '') };
  assert(!Number.isNaN(mark.setAt), `not a mark: ${value}`);
  return mark;
}
