import * as z from 'zod/mini';
import type { Item } from '../shared/page.ts';
import type { SanctionsIndex } from './match.ts';

/** Where the page before ended, and how many could not be looked for so far. */
export const SearchPlace = z.object({
  after: z.optional(z.record(z.string(), z.string())),
  failed: z._default(z.int(), 0),
});
export type SearchPlace = z.infer<typeof SearchPlace>;

/** What the daily search of somebody came to. */
export type SearchOutcome = 'unchanged' | 'passed' | 'stopped';

/** Those who are looked for in the lists daily, and whenever a list changes: buyers with credit, and merchants. */
export interface SearchPagePorts<One> {
  readonly lists: { current(): Promise<SanctionsIndex> };
  page(after: Item | undefined): Promise<{ readonly items: readonly One[]; readonly last?: Item | undefined }>;
  search(one: One, index: SanctionsIndex): Promise<SearchOutcome>;
  readonly told: {
    readonly failed: (one: One, error: unknown) => void;
    readonly done: (counts: Readonly<Record<string, number>>) => void;
  };
}

/** Looks for one page of them. One that cannot be looked for holds up no other; the machine fails at its end. */
export async function searchPage<One>(
  ports: SearchPagePorts<One>,
  { after, failed }: SearchPlace,
): Promise<{ after?: Item; failed: number }> {
  const { items, last } = await ports.page(after);
  const counts = await searchAll(ports, items);
  ports.told.done(counts);
  return { ...(last ? { after: last } : {}), failed: failed + (counts.failed ?? 0) };
}

async function searchAll<One>(ports: SearchPagePorts<One>, all: readonly One[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = { unchanged: 0, passed: 0, stopped: 0, failed: 0 };
  if (all.length === 0) return counts;
  const index = await ports.lists.current();
  for (const one of all) {
    const outcome = await searchOne(ports, one, index);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

async function searchOne<One>(ports: SearchPagePorts<One>, one: One, index: SanctionsIndex) {
  try {
    return await ports.search(one, index);
  } catch (error) {
    ports.told.failed(one, error);
    return 'failed' as const;
  }
}
