import { type CompanyLimits, type CompanyRules, fitsCompany } from '../screening/company-total.ts';
import { refuseCredit } from './credit.refusals.ts';

/** Refuses a limit with which all merchants together would grant one company more than the policy allows. */
export function assertFitsCompany(rules: CompanyRules, limits: CompanyLimits): void {
  if (fitsCompany(rules, limits)) return;
  const { limitTotalMaximum } = rules;
  const detail = 'All merchants together would grant the company too much.';
  throw refuseCredit('CompanyTotalExceeded', detail, { otherLimits: limits.otherLimits, limitTotalMaximum });
}
