import type { Yen } from '../shared/money.ts';
import type { Incident } from './bureau-report.ts';
import type { CreditDecision, ReasonCode } from './decision-record.ts';
import type { ScoredFact } from './facts.ts';
import type { MatchRecord } from './match-record.ts';

/** The points of the first band whose `atLeast` is reached; bands go from high to low. */
export interface Band {
  readonly atLeast: number;
  readonly points: number;
}

/** One line of the score card. */
export interface CardRule {
  readonly rule: string;
  readonly fact: ScoredFact;
  readonly bands: readonly Band[];
  /** When nobody knows the fact. */
  readonly unknown: number;
}

/** So many incidents of a kind within so many months stop an approval, whatever the score. */
export interface IncidentRule {
  readonly rule: string;
  readonly incident: Incident['kind'];
  readonly atLeast: number;
  readonly withinMonths: number;
  readonly effect: 'review' | 'reject';
  readonly reason: ReasonCode;
}

/**
 * The rules of credit as data; a change is a new version, never an edit, because old decisions are recomputed under
 * their own.
 */
export interface CreditPolicy {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly limit: {
    readonly minimum: Yen;
    readonly maximum: Yen;
    readonly whenNotRequested: Yen;
    /**
     * What the policy computes is rounded down to a multiple of this; what a company asked for is granted to the yen.
     */
    readonly step: Yen;
  };
  readonly threshold: { readonly approve: number; readonly review: number };
  /** What each finding of the list match still allows. */
  readonly listMatch: Readonly<Record<MatchRecord['decision'], CreditDecision['outcome']>>;
  readonly notFound: 'review' | 'reject';
  readonly incidents: readonly IncidentRule[];
  readonly card: readonly CardRule[];
  readonly elevatedRiskIndustries: readonly string[];
  /** The share of the yearly sales that the bureau confirms which may be outstanding, by score, in percent. */
  readonly capacity: readonly { readonly atLeast: number; readonly percentOfAnnualSales: number }[];
  /** What is asked of single orders once there is a limit. */
  readonly orders?: OrderRules;
  /** What all merchants together may grant one company. */
  readonly company?: { readonly limitTotalMaximum: Yen };
}

/** Which orders pass without a person (CAPABILITIES.md P10, 5.2). */
export interface OrderRules {
  /** What uses up the limit: open holds and invoices, or invoices only. */
  readonly counts: 'holds_and_invoices' | 'invoices_only';
  /** A single order above this share of the limit is reviewed; 100 switches that off, for more is refused anyway. */
  readonly reviewAbovePercentOfLimit: number;
  /** Velocity: what a buyer may order in one day without a review. */
  readonly ordersPerDayMax: number;
  readonly amountPerDayMax: Yen;
  /** From this amount on the bureau is asked again before an order is authorized. */
  readonly bureauCheckAbove: Yen;
}
