import type { BuyerRequest } from '../buyers/apply-for-credit.ts';
import { type Answer, answer } from '../shared/answer.ts';
import type { UploadedFile } from '../shared/contract.ts';
import { type CsvRow, readCsv } from '../shared/csv.ts';
import type { OnceRequest } from '../shared/once.ts';
import { importRow, type RowOutcome, referenceMax, rowError } from './import-row.ts';
import { headingOf, type MemberColumn, memberColumns } from './member-columns.ts';
import type { ImportResource } from './member-files.contract.ts';
import type { MemberPorts } from './member-ports.ts';

export interface ImportPorts extends MemberPorts {
  readonly imports: {
    earlier(merchantId: string, once: OnceRequest): Promise<Answer | undefined>;
    /** Keeps what a file was answered, so that the same request is answered the same. */
    keep(merchantId: string, once: OnceRequest, answer: Answer): Promise<Answer>;
  };
}

/** What fits into the time of one request with a good margin (docs/buyers.md has the measurement). */
export const rowsMax = 500;
const rowsAtOnce = 8;

/**
 * Takes a file of members row by row (CAPABILITIES.md B3): a good row is carried out whatever the others are like. What a row asks
 * for is compared with what there is, so the same file sent again, also after a crash, finds its rows carried out.
 */
export async function importMembers(ports: ImportPorts, file: UploadedFile, request: BuyerRequest): Promise<Answer> {
  const { merchantId, once } = request;
  const earlier = await ports.imports.earlier(merchantId, once);
  if (earlier) return earlier;
  const rows = readCsv<MemberColumn>(file, memberColumns, rowsMax);
  // A file comes over the native API, whose key says who the merchant is: the shop's own credentials are not asked for.
  const rules = { ...(await ports.shop.rules(merchantId)), connected: true };
  const rowPorts = { ...ports, shop: { rules: async () => rules } };
  const isFirst = firstOfReference(rows);
  const results: RowOutcome[] = [];
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const taken = rows.slice(at, at + rowsAtOnce);
    results.push(
      ...(await Promise.all(taken.map((row) => (isFirst(row) ? importRow(rowPorts, row, request) : repeated(row))))),
    );
  }
  return await ports.imports.keep(merchantId, once, answer(200, toldOf(results)));
}

/** Two rows of one member contradict each other, or one of them is idle; the first counts. */
function firstOfReference(rows: readonly CsvRow<MemberColumn>[]): (row: CsvRow<MemberColumn>) => boolean {
  const lines = new Map<string | undefined, number>();
  for (const { line, cells } of rows) {
    if (!lines.has(cells.reference)) lines.set(cells.reference, line);
  }
  return ({ line, cells }) => cells.reference === undefined || lines.get(cells.reference) === line;
}

const repeated = ({ line, cells }: CsvRow<MemberColumn>): RowOutcome =>
  rowError({ line, reference: cells.reference?.slice(0, referenceMax) ?? null, buyerId: null }, [
    { column: headingOf('reference'), code: 'duplicate', message: 'An earlier row of the file is about this member.' },
  ]);

function toldOf(results: readonly RowOutcome[]): ImportResource {
  const counts = { created: 0, updated: 0, applied: 0, unchanged: 0, error: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return { rows: results.length, counts, results: [...results] };
}
