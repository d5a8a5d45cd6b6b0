import * as z from 'zod/mini';
import { WireReport } from '../providers/bureau/bureau.wire.ts';
import type { Table } from '../shared/table.ts';
import { isNew, WriteRefused } from '../shared/write.ts';
import type { BureauPorts } from './bureau-desk.ts';

const Kept = z.object({ report: WireReport, request: z.string() });

const reportKey = (inquiryId: string) => ({ PK: `BUREAU#${inquiryId}`, SK: 'REPORT' });

/** The reports that the emulated bureau has given, in the Sandbox table. */
export function bureauReportStore(table: Table): BureauPorts['reports'] {
  const find = async (inquiryId: string) => {
    const item = await table.get(reportKey(inquiryId));
    return item && Kept.parse(item);
  };
  return {
    get: async (inquiryId) => (await find(inquiryId))?.report,
    keep: async (report, request) => {
      try {
        const put = { ...reportKey(report.inquiryId), report, request };
        await table.write({ table: table.name, put, condition: isNew });
        return { report, isSame: true };
      } catch (error) {
        if (!(error instanceof WriteRefused)) throw error;
        const kept = Kept.parse(error.found[0]?.item);
        return { report: kept.report, isSame: kept.request === request };
      }
    },
  };
}
