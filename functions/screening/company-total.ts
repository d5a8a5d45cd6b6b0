import type { TraceEntry } from './decision-record.ts';
import type { CreditPolicy } from './policy.ts';

export type CompanyRules = NonNullable<CreditPolicy['company']>;

/** What would be granted to a company, and what it has already at other merchants. */
export interface CompanyLimits {
  readonly otherLimits: number;
  readonly creditLimit: number | undefined;
}

/** Whether a limit still fits under what all merchants together may grant one company. */
export const fitsCompany = ({ limitTotalMaximum }: CompanyRules, { otherLimits, creditLimit = 0 }: CompanyLimits) =>
  otherLimits + creditLimit <= limitTotalMaximum;

/** The line of the trace: a limit that does not fit is for a person, because who else grants credit may be asked to lower it. */
export function companyTotalEntry(rules: CompanyRules, limits: CompanyLimits): TraceEntry {
  const fits = fitsCompany(rules, limits);
  return {
    rule: 'company_total',
    inputs: { otherLimits: limits.otherLimits, creditLimit: limits.creditLimit ?? null, ...rules },
    points: 0,
    effect: fits ? 'approve' : 'review',
    result: fits ? 'within_company_total' : 'company_total_exceeded',
  };
}
