import * as z from 'zod/mini';
import { isCivilDate } from '../shared/clock.ts';
import { yen, yenMax } from '../shared/money.ts';

/** A date of the calendar, YYYY-MM-DD. */
export const civilDate = z.string().check(z.refine(isCivilDate, 'must be a date that exists, YYYY-MM-DD'));

/** An amount of money of at most ten digits. */
export const yenAmount = z.pipe(z.int().check(z.gte(0), z.lte(yenMax)), z.transform(yen));

/** A company's yearly sales in yen: a fact about it, not money that moves, and wider than any payment. */
export const annualSales = z.int().check(z.gte(0));

const IncidentSchema = z.object({
  kind: z.enum(['late_payment', 'default', 'lawsuit', 'bankruptcy']),
  occurredOn: civilDate,
  amount: z.optional(yenAmount),
});

/** What a credit bureau knows of a company. With `found: false` the rest says nothing. */
export const BureauReportSchema = z.object({
  reportId: z.string().check(z.minLength(1)),
  corporateNumber: z.optional(z.string().check(z.regex(/^\d{13}$/))),
  found: z.boolean(),
  score: z.int().check(z.gte(0), z.lte(1000)),
  incidents: z.array(IncidentSchema),
  establishedOn: z.optional(civilDate),
  annualSales: z.optional(annualSales),
  industry: z.optional(z.string()),
  assessedAt: z.iso.datetime(),
});

/** A report as the decision reads it. */
export type BureauReport = z.infer<typeof BureauReportSchema>;

/** Something that happened and speaks against a company. */
export type Incident = BureauReport['incidents'][number];
