import type { Table } from '../shared/table.ts';
import { unlessRefused, type Write } from '../shared/write.ts';
import type { Account } from './accounts.ts';
import { balanceKey, creditOf, debitOf, markOf, markText, readBalance } from './balance.item.ts';
import type { BalanceName, Turnover } from './balance.ts';
import type { Addition, Balance, ProjectionPorts } from './projection.ts';

const keysPerRead = 100;

/** Derived balances of the Ledger table. The role of the projection reaches these items and no journal. */
export const projectionStore = (table: Table): ProjectionPorts['balances'] => ({
  read: async (names) => {
    const found = new Map<BalanceName, Balance>();
    for (let at = 0; at < names.length; at += keysPerRead) {
      const items = await table.getMany(names.slice(at, at + keysPerRead).map(balanceKey));
      for (const item of items) found.set(item.SK as BalanceName, readBalance(item));
    }
    return found;
  },
  add: (name, addition) => unlessRefused(table.write(additionWrite(table.name, name, addition))),
});

/** One update makes the balance where there is none, adds to it, and moves the shard's mark. */
function additionWrite(table: string, name: BalanceName, addition: Addition): Write {
  const { turnovers, shardId, before, after, forget } = addition;
  const names: Record<string, string> = { '#mark': markOf(shardId) };
  const values: Record<string, unknown> = { ':after': markText(after) };
  const adds = (Object.entries(turnovers) as [Account, Turnover][])
    .flatMap(([account, { debit, credit }]) => [
      [debitOf(account), debit] as const,
      [creditOf(account), credit] as const,
    ])
    .filter(([, amount]) => amount > 0)
    .map(([attribute, amount]) => {
      names[`#${attribute}`] = attribute;
      values[`:${attribute}`] = amount;
      return `#${attribute} :${attribute}`;
    });
  const removes = forget.map((shard, at) => {
    names[`#forget${at}`] = markOf(shard);
    return `#forget${at}`;
  });
  const expression = [
    'SET #mark = :after',
    `ADD ${adds.join(', ')}`,
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
  ].join(' ');
  return {
    table,
    update: balanceKey(name),
    change: { expression, names, values },
    condition: before
      ? { expression: '#mark = :before', values: { ':before': markText(before) } }
      : { expression: 'attribute_not_exists(#mark)' },
  };
}
