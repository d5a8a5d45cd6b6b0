import type { WireInquiry, WireReport } from '../providers/bureau/bureau.wire.ts';
import type { WireOrderCheck, WireOrderResult } from '../providers/bureau/order-check.wire.ts';
import { plusDays } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import type { BureauBehaviour } from './bureau-behaviours.ts';

type WireFile = NonNullable<WireReport['file']>;

const unremarkable: WireFile = { score: 700, incidents: [] };

const fileOf = (behaviour: BureauBehaviour, today: string): WireFile | null => {
  switch (behaviour) {
    case 'review':
      return { score: 600, incidents: [{ type: 'DEFAULT', date: plusDays(today, -3 * 365), amount: 480_000 }] };
    case 'reject':
      return { score: 300, incidents: [{ type: 'BANKRUPTCY', date: plusDays(today, -365) }] };
    case 'not_found':
      return null;
    default:
      return unremarkable;
  }
};

/** The report on a company: the same inquiry on the same day gives the same report, to the number. */
export function reportOn({ inquiryId, subject }: WireInquiry, behaviour: BureauBehaviour, at: string): WireReport {
  return {
    inquiryId,
    reportNo: idFrom('rpt', inquiryId),
    ...(subject.corporateNumber === undefined ? {} : { corporateNumber: subject.corporateNumber }),
    file: fileOf(behaviour, at.slice(0, 10)),
    assessedAt: at,
  };
}

const resultOf = (behaviour: BureauBehaviour): WireOrderResult['result'] => {
  if (behaviour === 'reject') return 'STOP';
  return behaviour === 'review' || behaviour === 'not_found' ? 'WATCH' : 'CLEAR';
};

/** The check of one order. */
export const checkOn = ({ checkId }: WireOrderCheck, behaviour: BureauBehaviour, at: string): WireOrderResult => ({
  checkId,
  result: resultOf(behaviour),
  checkedAt: at,
});
