import * as z from 'zod/mini';

export const documentKinds = [
  'register_copy',
  'seal_certificate',
  'photo_id',
  'product_material',
  'commercial_transactions_page',
  'permit',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const documentStates = ['missing', 'received', 'accepted', 'rejected', 'waived'] as const;
export type DocumentState = (typeof documentStates)[number];

/**
 * A paper of the application: what it is and how it is known again. The file itself lies in the examiners' archive under
 * `reference`; its SHA-256 says whether what lies there is what was received.
 */
export const MerchantDocument = z.object({
  kind: z.enum(documentKinds),
  state: z.enum(['received', 'accepted', 'rejected', 'waived']),
  issuedOn: z.optional(z.string()),
  expiresOn: z.optional(z.string()),
  fileName: z.optional(z.string()),
  sha256: z.optional(z.string()),
  reference: z.optional(z.string()),
  note: z.optional(z.string()),
  receivedAt: z.optional(z.string()),
  decidedBy: z.optional(z.string()),
  decidedAt: z.optional(z.string()),
});
export type MerchantDocument = z.infer<typeof MerchantDocument>;
