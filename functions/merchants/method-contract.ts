import * as z from 'zod/mini';

export const paymentMethods = ['paid', 'remittance', 'amazon_pay', 'recruit'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

export const methodContractStates = ['requested', 'examined', 'active', 'ending', 'ended'] as const;
export type MethodContractState = (typeof methodContractStates)[number];

/** A merchant's contract for one payment method. Of its secret items only the names are here, and where the values lie. */
export const MethodContract = z.object({
  method: z.enum(paymentMethods),
  state: z.enum(methodContractStates),
  items: z.record(z.string(), z.string()),
  secretItems: z.array(z.string()),
  /** The secret and the version of it that belongs to this contract: a later one counts only once it is named here. */
  secret: z.optional(z.object({ name: z.string(), versionId: z.string() })),
  requestedAt: z.string(),
  examinedBy: z.optional(z.string()),
  examinedAt: z.optional(z.string()),
  activatedBy: z.optional(z.string()),
  activatedAt: z.optional(z.string()),
  endedAt: z.optional(z.string()),
  history: z._default(
    z.array(z.object({ to: z.enum(methodContractStates), by: z.string(), at: z.string(), reason: z.string() })),
    [],
  ),
});
export type MethodContract = z.infer<typeof MethodContract>;
