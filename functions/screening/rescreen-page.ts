import * as z from 'zod/mini';
import type { StoredFacility } from '../credit/stored-facility.ts';
import type { Item } from '../shared/page.ts';
import type { SanctionsIndex } from './match.ts';
import { type RescreenPorts, rescreen } from './rescreen.ts';

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
  for (const facility of index ? facilities : []) {
    const outcome = index ? await rescreenOne(ports, facility, index) : 'unchanged';
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
