import type { Company } from '../buyers/company.ts';
import type { BureauReport } from './bureau-report.ts';

/** What the bureau is asked about. It needs the company, not the people who act for it. */
export interface BureauInquiry {
  /** Ours, one per examination: asking again under it gives the same report and costs nothing. */
  readonly inquiryId: string;
  readonly company: Pick<Company, 'name' | 'nameKana' | 'corporateNumber' | 'prefecture' | 'establishedOn'>;
}

/** The port to a credit bureau. Both calls may refuse with BureauUnavailable, which says nothing about what the bureau did. */
export interface Bureau {
  ask(inquiry: BureauInquiry): Promise<BureauReport>;
  /** The report of an inquiry, or undefined when the bureau knows no such inquiry. */
  inquire(inquiryId: string): Promise<BureauReport | undefined>;
}
