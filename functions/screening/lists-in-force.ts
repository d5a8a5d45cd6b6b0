import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import type { Item, Key } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { indexSanctionsList, type SanctionsIndex } from './match.ts';
import { parseSanctionsList, type SanctionsList } from './sanctions-list.ts';

export const listVersionKey = (id: string): Key => ({ PK: `SANCTIONSLIST#${id}`, SK: 'VERSION' });

/** Which version of each list is in force. */
export const inForce = { partition: 'SANCTIONSLISTS', prefix: 'LIST#' } as const;
export const inForceKey = (listId: string): Key => ({ PK: inForce.partition, SK: `${inForce.prefix}${listId}` });

export const InForce = z.object({ id: z.string(), listId: z.string(), listVersion: z.string() });
const Content = z.object({ content: z.instanceof(Uint8Array) });

/**
 * Searches the list that comes with the product and every list that operators have put in force; one of the same id takes the
 * place of the former. The keys of all names are worked out once per set of versions, whatever it is that calls.
 */
export function listsInForce(table: Table, bundled: () => SanctionsList): () => Promise<SanctionsIndex> {
  let known: { readonly of: string; readonly index: SanctionsIndex } | undefined;
  return async () => {
    const { items } = await table.query(inForce);
    const pointers = items.map((item) => InForce.parse(item));
    const of = pointers.map(({ listVersion }) => listVersion).join(' ');
    if (known?.of !== of) known = { of, index: await indexOf(table, bundled(), pointers) };
    return known.index;
  };
}

async function indexOf(
  table: Table,
  bundled: SanctionsList,
  pointers: readonly z.infer<typeof InForce>[],
): Promise<SanctionsIndex> {
  const contents = await table.getMany(pointers.map(({ id }) => listVersionKey(id)));
  const brought = contents.map(readContent);
  const isReplaced = brought.some(({ listId }) => listId === bundled.listId);
  const indexes = [...(isReplaced ? [] : [bundled]), ...brought].map((list) =>
    indexSanctionsList(list, list.listId === bundled.listId ? '' : `${list.listId}/`),
  );
  const [first, ...more] = indexes;
  if (first && more.length === 0) return first;
  return {
    listId: indexes.map(({ listId }) => listId).join('+'),
    listVersion: versionOf(indexes),
    names: indexes.flatMap(({ names }) => names),
  };
}

const readContent = (item: Item): SanctionsList =>
  parseSanctionsList(JSON.parse(gunzipSync(Content.parse(item).content).toString('utf8')));

/** The version of several lists together. */
const versionOf = (indexes: readonly SanctionsIndex[]): string =>
  `sha256:${createHash('sha256')
    .update(indexes.map(({ listVersion }) => listVersion).join(' '))
    .digest('hex')}`;
