import * as z from 'zod/mini';

/** These are not done by the confirmation: they may be done once after it (functions/merchants/use-proposal.ts). */
const onceProposed = ['issue_live_credentials', 'change_contact_email'] as const;
export type OnceProposed = (typeof onceProposed)[number];

export const proposedActions = [
  'approve',
  'reject',
  'go_live',
  'suspend',
  'reinstate',
  'clear_list_hit',
  'terminate',
  ...onceProposed,
] as const;
export type ProposedAction = (typeof proposedActions)[number];

export const proposalStates = ['open', 'confirmed', 'declined'] as const;

/** What one operator proposes and another one decides (CAPABILITIES.md D10). What they write stays among operators. */
export const Proposal = z.object({
  proposalId: z.string(),
  action: z.enum(proposedActions),
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: z.string(),
  state: z.enum(proposalStates),
  decidedBy: z.optional(z.string()),
  decidedAt: z.optional(z.string()),
  decisionReason: z.optional(z.string()),
  /** When that was done which it allows once. */
  usedAt: z.optional(z.string()),
});
export type Proposal = z.infer<typeof Proposal>;
