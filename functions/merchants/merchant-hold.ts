import * as z from 'zod/mini';

/** Why a merchant is suspended. Each cause is lifted on its own, and the merchant sells again when none is left. */
export const holdCauses = ['operator', 'list_hit'] as const;
export type HoldCause = (typeof holdCauses)[number];

/**
 * What keeps a merchant suspended. Operators see it; the merchant reads one and the same reason for every cause, because nobody
 * may learn of a hit (JAPAN-RULES.md 2.2, tipping-off).
 */
export const MerchantHold = z.object({
  cause: z.enum(holdCauses),
  /** The key of the operator who confirmed it, or the job. */
  by: z.string(),
  at: z.string(),
  /** The searches of the lists that met a name which nobody had looked at. */
  screeningIds: z._default(z.array(z.string()), []),
});
export type MerchantHold = z.infer<typeof MerchantHold>;
