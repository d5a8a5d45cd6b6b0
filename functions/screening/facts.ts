import type { Incident } from './bureau-report.ts';
import type { DecisionInputs } from './decision-record.ts';
import type { CreditPolicy } from './policy.ts';

/** The facts that earn points. */
export type ScoredFact =
  | 'bureauScore'
  | 'latePayments'
  | 'yearsInBusiness'
  | 'annualSales'
  | 'requestedPercentOfMonthlySales'
  | 'isElevatedRiskIndustry';

/** Each fact as a number, or null when nobody gave it. */
export type Facts = Readonly<Record<ScoredFact, number | null>>;

const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));

/**
 * Whole months from one civil date to another: the month counts from its same day on. Negative when `to` is earlier.
 */
export const monthsBetween = (from: string, to: string): number =>
  monthOf(to) - monthOf(from) - (to.slice(8) < from.slice(8) ? 1 : 0);

/** Incidents of a kind in the months before a date; one that is dated later counts as well, for it is no less true. */
export const incidentsWithin = (
  incidents: readonly Incident[],
  kind: Incident['kind'],
  months: number,
  on: string,
): number => incidents.filter((one) => one.kind === kind && monthsBetween(one.occurredOn, on) < months).length;

const latePaymentMonths = 24;

/** Draws the facts from the inputs. What the bureau knows comes before what the company says of itself. */
export function factsOf({ application, bureauReport }: DecisionInputs, policy: CreditPolicy): Facts {
  const bureau = bureauReport.found ? bureauReport : undefined;
  const establishedOn = bureau?.establishedOn ?? application.establishedOn;
  const sales = bureau?.annualSales ?? application.annualSales;
  const industry = bureau?.industry ?? application.industry;
  const requested = application.requestedCreditLimit;
  const ratio = requested === undefined || !sales ? null : Math.floor((requested * 12 * 100) / sales);
  return {
    bureauScore: bureau?.score ?? null,
    latePayments: bureau
      ? incidentsWithin(bureau.incidents, 'late_payment', latePaymentMonths, application.appliedOn)
      : null,
    yearsInBusiness:
      establishedOn === undefined
        ? null
        : Math.max(0, Math.floor(monthsBetween(establishedOn, application.appliedOn) / 12)),
    annualSales: sales ?? null,
    requestedPercentOfMonthlySales: ratio,
    isElevatedRiskIndustry:
      industry === undefined ? null : Number(policy.elevatedRiskIndustries.includes(industry.trim())),
  };
}
