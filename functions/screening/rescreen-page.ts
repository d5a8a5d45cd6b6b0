import * as z from 'zod/mini';
import type { Buyer } from '../buyers/buyer.ts';
import type { StoredFacility } from '../credit/stored-facility.ts';
import type { Item } from '../shared/page.ts';
import type { ListCheck } from './list-check.ts';
import type { SanctionsIndex } from './match.ts';
import { isSame, type RescreenPorts, rescreen } from './rescreen.ts';

/** A buyer as it is, and how it was looked for last. */
export interface LookedFor {
  readonly facility: StoredFacility;
  readonly buyer: Buyer | undefined;
  readonly check: ListCheck | undefined;
}

/** Where the page before ended, and how many buyers could not be looked for so far. */
export const RescreenInput = z.object({
  after: z.optional(z.record(z.string(), z.string())),
  failed: z._default(z.int(), 0),
});
export type RescreenInput = z.infer<typeof RescreenInput>;

export interface RescreenPagePorts extends RescreenPorts {
  readonly lists: { current(): Promise<SanctionsIndex> };
  readonly facilities: {
    page(
      after: Item | undefined,
      limit: number,
    ): Promise<{
      readonly facilities: readonly StoredFacility[];
      readonly last?: Item | undefined;
    }>;
  };
  readonly looked: {
    /** What a page of buyers were looked for last, and who they are now: read together, in one request. */
    before(facilities: readonly StoredFacility[]): Promise<readonly LookedFor[]>;
  };
  readonly told: {
    readonly failed: (facility: StoredFacility, error: unknown) => void;
    readonly done: (counts: Readonly<Record<string, number>>) => void;
  };
}

/**
 * So many buyers are looked for in one step: with a list of ten thousand names well within its time, and a machine of 25,000
 * events comes to more than a hundred thousand buyers.
 */
const pageSize = 40;

/** One step of statemachines/rescreening.asl.json. One buyer that cannot be looked for holds up no other; the machine fails at its end. */
export async function rescreenPage(
  ports: RescreenPagePorts,
  { after, failed }: RescreenInput,
): Promise<{ after?: Item; failed: number }> {
  const { facilities, last } = await ports.facilities.page(after, pageSize);
  const index = facilities.length > 0 ? await ports.lists.current() : undefined;
  const counts: Record<string, number> = { unchanged: 0, passed: 0, stopped: 0, failed: 0 };
  for (const { facility, buyer, check } of index ? await ports.looked.before(facilities) : []) {
    // On nearly every day nothing is new of nearly every buyer: that takes no reading one by one.
    const isKnown = !index || (buyer && check && isSame(check, index, buyer));
    const outcome = isKnown ? 'unchanged' : await rescreenOne(ports, facility, index);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  ports.told.done(counts);
  return { ...(last ? { after: last } : {}), failed: failed + (counts.failed ?? 0) };
}

async function rescreenOne(ports: RescreenPagePorts, facility: StoredFacility, index: SanctionsIndex) {
  try {
    return await rescreen(ports, facility, index);
  } catch (error) {
    ports.told.failed(facility, error);
    return 'failed' as const;
  }
}
