import * as z from 'zod/mini';
import type { BureauInquiry } from '../../screening/bureau.ts';
import { type BureauReport, BureauReportSchema } from '../../screening/bureau-report.ts';

/** POST {base}/reports. The emulator (functions/sandbox/bureau.ts) reads the same schema from the other side. */
export const WireInquiry = z.strictObject({
  inquiryId: z.string().check(z.minLength(1), z.maxLength(64)),
  purpose: z.literal('trade_credit'),
  subject: z.strictObject({
    corporateNumber: z.optional(z.string().check(z.regex(/^\d{13}$/))),
    name: z.string().check(z.minLength(1), z.maxLength(100)),
    nameKana: z.string().check(z.minLength(1), z.maxLength(100)),
    prefecture: z.string(),
    establishedOn: z.optional(z.string()),
  }),
});
export type WireInquiry = z.infer<typeof WireInquiry>;

const incidentTypes = ['LATE_PAYMENT', 'DEFAULT', 'LAWSUIT', 'BANKRUPTCY'] as const;

const WireFile = z.object({
  score: z.number(),
  incidents: z.array(z.object({ type: z.enum(incidentTypes), date: z.string(), amount: z.optional(z.number()) })),
  establishedOn: z.optional(z.string()),
  annualSales: z.optional(z.number()),
  industry: z.optional(z.string()),
});

/** The answer to both calls: a file on the company, or none. Fields that we do not know are left alone. */
export const WireReport = z.object({
  inquiryId: z.string(),
  reportNo: z.string(),
  corporateNumber: z.optional(z.string()),
  file: z.nullable(WireFile),
  assessedAt: z.string(),
});
export type WireReport = z.infer<typeof WireReport>;

/** Every answer that is not a report. */
export const WireProblem = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** The inquiry was taken before: its report is to be fetched, not asked for. */
export const inquiryExists = 'INQUIRY_EXISTS';

export const toWire = ({ inquiryId, company }: BureauInquiry): WireInquiry => ({
  inquiryId,
  purpose: 'trade_credit',
  subject: {
    ...(company.corporateNumber === undefined ? {} : { corporateNumber: company.corporateNumber }),
    name: company.name,
    nameKana: company.nameKana,
    prefecture: company.prefecture,
    ...(company.establishedOn === undefined ? {} : { establishedOn: company.establishedOn }),
  },
});

/** Their words in ours. Throws where the bureau said something that its contract does not allow. */
export function fromWire(answer: unknown, inquiryId: string): BureauReport {
  const { reportNo, corporateNumber, file, assessedAt, ...wire } = WireReport.parse(answer);
  if (wire.inquiryId !== inquiryId) throw new Error(`asked about ${inquiryId}, told about ${wire.inquiryId}`);
  const { incidents = [], score = 0, ...known } = file ?? {};
  return BureauReportSchema.parse({
    reportId: reportNo,
    ...(corporateNumber === undefined ? {} : { corporateNumber }),
    found: file !== null,
    score,
    incidents: incidents.map(({ type, date, ...rest }) => ({ kind: type.toLowerCase(), occurredOn: date, ...rest })),
    ...known,
    assessedAt,
  });
}
