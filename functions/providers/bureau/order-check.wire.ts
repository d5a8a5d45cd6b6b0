import * as z from 'zod/mini';
import type { OrderCheck, OrderQuestion } from '../../orders/order-bureau.ts';

/** POST {base}/order-checks. The emulator (functions/sandbox/bureau-checks.ts) reads the same schema from the other side. */
export const WireOrderCheck = z.strictObject({
  checkId: z.string().check(z.minLength(1), z.maxLength(64)),
  corporateNumber: z.optional(z.string().check(z.regex(/^\d{13}$/))),
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  amount: z.int().check(z.gte(1)),
});
export type WireOrderCheck = z.infer<typeof WireOrderCheck>;

/** The answer to both calls. Fields that we do not know are left alone. */
export const WireOrderResult = z.object({
  checkId: z.string(),
  result: z.enum(['CLEAR', 'WATCH', 'STOP']),
  checkedAt: z.string(),
});
export type WireOrderResult = z.infer<typeof WireOrderResult>;

/** The check was taken before: its result is to be fetched, not asked for. */
export const checkExists = 'CHECK_EXISTS';

export const toWireCheck = ({ checkId, company, amount }: OrderQuestion): WireOrderCheck => ({
  checkId,
  ...(company.corporateNumber === undefined ? {} : { corporateNumber: company.corporateNumber }),
  name: company.name,
  amount,
});

const outcomes = { CLEAR: 'clear', WATCH: 'watch', STOP: 'stop' } as const;

/** Their words in ours. Throws where the bureau said something that its contract does not allow. */
export function fromWireResult(answer: unknown, checkId: string): OrderCheck {
  const told = WireOrderResult.parse(answer);
  if (told.checkId !== checkId) throw new Error(`asked about ${checkId}, told about ${told.checkId}`);
  return { outcome: outcomes[told.result], said: told.result };
}
