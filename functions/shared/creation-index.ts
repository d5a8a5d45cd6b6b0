import { afterCursor, cursorOf } from './cursor.ts';
import type { Item, Page, PageRequest } from './page.ts';
import type { Table } from './table.ts';

interface CreationOf {
  readonly owner: string;
  /** The kind of resource: ORDER, BUYER, EXAMINATION. Each owner's list of a kind is a partition of the index. */
  readonly kind: Uppercase<string>;
  readonly createdAt: string;
  readonly id: string;
}

/**
 * The attributes that put an item on the index `byCreation`. They never change, and the index holds keys only, so that an
 * item costs one unit there when it is created and none when it changes (PERFORMANCE.md 2).
 */
export const creationKeys = ({ owner, kind, createdAt, id }: CreationOf) => ({
  GSI1PK: `${owner}#${kind}`,
  GSI1SK: `${createdAt}#${id}`,
});

/** When the item was created, for items that say it nowhere else. */
export const createdAtOf = (sortKey: string): string => sortKey.slice(0, sortKey.indexOf('#'));

export interface ListRequest<Resource> {
  readonly owner: string;
  readonly kind?: Uppercase<string>;
  /** Instead of one kind: several whose resources are one list. */
  readonly kinds?: readonly Uppercase<string>[];
  /** Everything that narrows the list, in words: a cursor is good for the same words only. */
  readonly filter: string;
  /** Instants: from (included) to (not included). */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly oldestFirst?: boolean;
  /** Reads the item; undefined leaves it out of the list. */
  readonly read: (item: Item) => Resource | undefined;
}

/** How many keys one call looks through for matches before it hands out a cursor, so that a narrow filter stays affordable. */
const keysPerCallMax = 1000;

/** Resources of one owner, newest first where nothing else is asked for. */
export async function listByCreation<Resource>(
  table: Table,
  request: ListRequest<Resource>,
): Promise<{ items: Resource[]; nextCursor: string | null }> {
  const { owner, kind, kinds = kind === undefined ? [] : [kind] } = request;
  const list = `${owner} ${kinds.join(' ')} ${request.filter}`;
  const partitions = kinds.map((one) => `${owner}#${one}`);
  const between = [request.from ?? '0', request.before ?? '9'] as const;
  const found: { resource: Resource; at: Item }[] = [];
  let after = afterCursor(list, request.cursor, {
    PK: () => true,
    SK: () => true,
    GSI1PK: (value) => partitions.includes(value),
    GSI1SK: (value) => between[0] <= value && value <= between[1],
  });
  let looked = 0;
  do {
    const range = { between, limit: Math.min(100, request.limit * 2), newestFirst: !request.oldestFirst, after };
    const page = await nextOf(table, partitions, range);
    const items = await table.getMany(page.items.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) })));
    for (const item of items) {
      const resource = request.read(item);
      if (resource !== undefined) found.push({ resource, at: placeOf(item) });
    }
    looked += page.items.length;
    after = page.last;
  } while (after && found.length < request.limit && looked < keysPerCallMax);
  const shown = found.slice(0, request.limit);
  const last = found.length > shown.length ? shown.at(-1)?.at : after;
  return { items: shown.map(({ resource }) => resource), nextCursor: cursorOf(list, last) };
}

type Range = Required<Pick<PageRequest, 'between' | 'limit' | 'newestFirst' | 'after'>>;

/**
 * The next keys of several partitions, as if they were one. Each is asked for as many as are wanted of all, so that none can
 * be missed (a hundred keys are far from a megabyte), and goes on at the place where the list has come to.
 */
async function nextOf(
  table: Table,
  partitions: readonly string[],
  { between, limit, newestFirst, after }: Range,
): Promise<Page> {
  const pages = await Promise.all(
    partitions.map((partition) =>
      table.query({
        index: { name: 'byCreation', partition: 'GSI1PK', sort: 'GSI1SK' },
        partition,
        between,
        limit,
        newestFirst,
        after: after && { ...after, GSI1PK: partition },
      }),
    ),
  );
  const [only] = pages;
  if (only && pages.length === 1) return only;
  const all = pages
    .flatMap(({ items }) => items)
    .sort((a, b) => (String(a.GSI1SK) < String(b.GSI1SK) === newestFirst ? 1 : -1));
  const items = all.slice(0, limit);
  const last = items.at(-1);
  const isMore = all.length > items.length || pages.some((page) => page.last);
  return last && isMore ? { items, last: placeOf(last) } : { items };
}

/** Where an item stands on the index. */
const placeOf = ({ PK, SK, GSI1PK, GSI1SK }: Item): Item => ({ PK, SK, GSI1PK, GSI1SK });
