import * as z from 'zod/mini';

/** A shop that sells through the platform. */
export const Merchant = z.object({
  merchantId: z.string(),
  name: z.string(),
  /** T and thirteen digits; absent where the merchant is no qualified invoice issuer (JAPAN-RULES.md 3.2). */
  invoiceRegistrationNumber: z.optional(z.string().check(z.regex(/^T\d{13}$/))),
  /** The day of the month on which its buyers' orders are gathered into invoices. */
  closingDay: z.enum(['month_end', '20']),
  /** When it is paid for a closed month: `{ monthsAfter: 2, day: 5 }` is the 5th of the month after next (翌々月5日). */
  payout: z.object({ monthsAfter: z.int(), day: z.int() }),
  state: z.enum(['active', 'suspended', 'closed']),
  version: z.int(),
  createdAt: z.string(),
});
export type Merchant = z.infer<typeof Merchant>;
