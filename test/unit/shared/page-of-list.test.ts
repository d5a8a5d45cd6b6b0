import { expect, test } from 'vitest';
import { pageOfList } from '../../../functions/shared/page-of-list.ts';

const entries = Array.from({ length: 5 }, (_, at) => ({ id: `key_${at}` }));
const page = (cursor?: string | null, list = 'keys of mer_a') =>
  pageOfList(list, entries, { limit: 2, cursor: cursor ?? undefined });

test('a small list is told page by page, each entry once', () => {
  const first = page();
  const second = page(first.nextCursor);
  const third = page(second.nextCursor);
  expect([...first.items, ...second.items, ...third.items]).toEqual(entries);
  expect(third.nextCursor).toBeNull();
});

test('a page that ends with the list leads no further', () => {
  expect(pageOfList('keys', entries, { limit: 5 })).toEqual({ items: entries, nextCursor: null });
  expect(pageOfList('keys', [], { limit: 5 })).toEqual({ items: [], nextCursor: null });
});

test('a cursor leads nowhere but in its own list', () => {
  const { nextCursor } = page();
  expect(() => page(nextCursor, 'keys of mer_b')).toThrow('cursor');
  expect(() => page('bm90IG91cnM')).toThrow('cursor');
});
