import * as z from 'zod/mini';
import { WireReport } from '../providers/bureau/bureau.wire.ts';
import { WireOrderResult } from '../providers/bureau/order-check.wire.ts';
import type { Table } from '../shared/table.ts';
import { isNew, WriteRefused } from '../shared/write.ts';
import type { Kept } from './bureau-desk.ts';

/** The answers that the emulated bureau has given to one kind of question, in the Sandbox table. */
function keptStore<Told>(table: Table, kind: string, read: (told: unknown) => Told): Kept<Told> {
  const keyOf = (id: string) => ({ PK: `BUREAU#${id}`, SK: kind });
  const Stored = z.object({ report: z.unknown(), request: z.string() });
  return {
    get: async (id) => {
      const item = await table.get(keyOf(id));
      return item && read(Stored.parse(item).report);
    },
    keep: async (id, told, request) => {
      try {
        await table.write({ table: table.name, put: { ...keyOf(id), report: told, request }, condition: isNew });
        return { told, isSame: true };
      } catch (error) {
        if (!(error instanceof WriteRefused)) throw error;
        const kept = Stored.parse(error.found[0]?.item);
        return { told: read(kept.report), isSame: kept.request === request };
      }
    },
  };
}

export const bureauReportStore = (table: Table): Kept<WireReport> =>
  keptStore(table, 'REPORT', (told) => WireReport.parse(told));

export const bureauCheckStore = (table: Table): Kept<WireOrderResult> =>
  keptStore(table, 'CHECK', (told) => WireOrderResult.parse(told));
