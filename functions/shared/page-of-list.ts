import { afterCursor, cursorOf } from './cursor.ts';

export interface ListPage {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * A page of a list that is read as a whole because it stays small (the keys of one owner) and is still not told at once. The
 * cursor names the last entry that was told.
 */
export function pageOfList<Entry extends { readonly id: string }>(
  list: string,
  entries: readonly Entry[],
  { limit, cursor }: ListPage,
): { readonly items: readonly Entry[]; readonly nextCursor: string | null } {
  const known = new Set(entries.map(({ id }) => id));
  const after = afterCursor(list, cursor, { id: (value) => known.has(value) });
  const from = after ? entries.findIndex(({ id }) => id === after.id) + 1 : 0;
  const items = entries.slice(from, from + limit);
  const isLast = from + limit >= entries.length;
  return { items, nextCursor: isLast ? null : cursorOf(list, { id: items.at(-1)?.id }) };
}
