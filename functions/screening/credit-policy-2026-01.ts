import { yen } from '../shared/money.ts';
import type { CreditPolicy } from './policy.ts';

/**
 * The first policy. The bureau carries the decision; what a company says of itself moves the score by 16 points at most
 * and never the limit, because nobody has checked it. So a company whose report is unremarkable (score 700, nothing on
 * record) is approved with what it asks for, whatever else it says or leaves out (API.md 2).
 */
export const creditPolicy202601: CreditPolicy = {
  version: 'credit-policy-2026-01',
  effectiveFrom: '2026-01-01',
  limit: { minimum: yen(300_000), maximum: yen(10_000_000), whenNotRequested: yen(1_000_000), step: yen(10_000) },
  threshold: { approve: 50, review: 30 },
  // A hit is never refused by a machine: names are shared, and a true hit has to be examined and perhaps reported
  // (JAPAN-RULES 2.4).
  listMatch: { clear: 'approve', review: 'review', block: 'review' },
  notFound: 'review',
  incidents: [
    {
      rule: 'bankruptcy',
      incident: 'bankruptcy',
      atLeast: 1,
      withinMonths: 84,
      effect: 'reject',
      reason: 'bankruptcy_on_record',
    },
    {
      rule: 'recent_default',
      incident: 'default',
      atLeast: 1,
      withinMonths: 24,
      effect: 'reject',
      reason: 'recent_default',
    },
    {
      rule: 'past_default',
      incident: 'default',
      atLeast: 1,
      withinMonths: 60,
      effect: 'review',
      reason: 'past_default',
    },
    {
      rule: 'recent_lawsuit',
      incident: 'lawsuit',
      atLeast: 1,
      withinMonths: 24,
      effect: 'review',
      reason: 'recent_lawsuit',
    },
    {
      rule: 'repeated_late_payments',
      incident: 'late_payment',
      atLeast: 3,
      withinMonths: 12,
      effect: 'review',
      reason: 'repeated_late_payments',
    },
  ],
  card: [
    {
      rule: 'bureau_score',
      fact: 'bureauScore',
      bands: [
        { atLeast: 800, points: 80 },
        { atLeast: 700, points: 70 },
        { atLeast: 600, points: 55 },
        { atLeast: 500, points: 40 },
        { atLeast: 400, points: 25 },
        { atLeast: 0, points: 10 },
      ],
      unknown: 0,
    },
    {
      rule: 'late_payments_24_months',
      fact: 'latePayments',
      bands: [
        { atLeast: 3, points: -30 },
        { atLeast: 2, points: -20 },
        { atLeast: 1, points: -10 },
        { atLeast: 0, points: 0 },
      ],
      unknown: 0,
    },
    {
      rule: 'years_in_business',
      fact: 'yearsInBusiness',
      bands: [
        { atLeast: 10, points: 5 },
        { atLeast: 3, points: 3 },
        { atLeast: 1, points: 0 },
        { atLeast: 0, points: -5 },
      ],
      unknown: 0,
    },
    {
      rule: 'annual_sales',
      fact: 'annualSales',
      bands: [
        { atLeast: 1_000_000_000, points: 5 },
        { atLeast: 100_000_000, points: 3 },
        { atLeast: 10_000_000, points: 0 },
        { atLeast: 0, points: -3 },
      ],
      unknown: 0,
    },
    {
      rule: 'requested_limit_to_monthly_sales',
      fact: 'requestedPercentOfMonthlySales',
      bands: [
        { atLeast: 200, points: -5 },
        { atLeast: 100, points: -2 },
        { atLeast: 25, points: 0 },
        { atLeast: 0, points: 2 },
      ],
      unknown: 0,
    },
    {
      rule: 'industry_risk',
      fact: 'isElevatedRiskIndustry',
      bands: [
        { atLeast: 1, points: -3 },
        { atLeast: 0, points: 0 },
      ],
      unknown: 0,
    },
  ],
  elevatedRiskIndustries: [
    '飲食業',
    '建設業',
    '貸金業',
    '遊技場',
    '風俗営業',
    '暗号資産',
    'restaurant',
    'construction',
    'money_lending',
    'gaming',
    'adult_entertainment',
    'crypto_assets',
  ],
  capacity: [
    { atLeast: 80, percentOfAnnualSales: 20 },
    { atLeast: 50, percentOfAnnualSales: 10 },
    { atLeast: -1000, percentOfAnnualSales: 5 },
  ],
};
