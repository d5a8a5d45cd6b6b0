import * as z from 'zod/mini';
import type { Caller } from './contract.ts';

/**
 * Who makes a change, and by which request. It is kept as `actor` in the item that it changes, in that item's own write; the
 * record of events makes the audit trail of it, with what the item was before and after (CAPABILITIES.md B8).
 */
export const Actor = z.object({
  /** The id of a key, `system:<job>` for work that nobody asked for, `buyer` for a page that a buyer opened. */
  by: z.string(),
  requestId: z.optional(z.string()),
  /** What a counterparty answered, in its own words, where the change follows from that. */
  providerAnswer: z.optional(z.string()),
});
export type Actor = z.infer<typeof Actor>;

/** The actor of a request. */
export const actorOf = ({ caller, requestId }: { readonly caller: Caller; readonly requestId: string }): Actor => ({
  by: caller.keyId,
  requestId,
});

/** The actor of work that nobody asked for: a daily job, a step of a state machine. */
export const systemActor = (job: string): Actor => ({ by: `system:${job}` });
