import type { Answer } from '../shared/answer.ts';
import { csvAnswer } from '../shared/csv.ts';
import { shownStatuses } from './list-members.ts';
import { openPeople } from './member-application.ts';
import { cellsOfMember } from './member-cells.ts';
import { type MemberCells, type MemberColumn, memberColumns } from './member-columns.ts';
import type { MemberPorts } from './member-ports.ts';

export interface ExportRequest {
  readonly merchantId: string;
  readonly encoding: 'utf-8' | 'shift_jis';
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const pageSize = 100;

/**
 * Members as a file that can be imported again, newest first (B3). A larger shop goes on with the address in the `Link` header
 * (RFC 8288), which every page but the last has.
 */
export async function exportMembers(ports: MemberPorts, request: ExportRequest): Promise<Answer> {
  const { merchantId, encoding, limit } = request;
  const rows: MemberCells[] = [];
  let cursor: string | null | undefined = request.cursor;
  while (cursor !== null && rows.length < limit) {
    const page = await ports.buyers.list({ merchantId, limit: Math.min(pageSize, limit - rows.length), cursor });
    const shown = await shownStatuses(ports, merchantId, page.items);
    rows.push(
      ...(await Promise.all(
        shown.map(async ({ buyer, shown: status }) => cellsOfMember(buyer, await openPeople(ports, buyer), status)),
      )),
    );
    cursor = page.nextCursor;
  }
  const told = csvAnswer<MemberColumn>(memberColumns, rows, { encoding, fileName: 'members.csv' });
  return typeof cursor === 'string' ? { ...told, headers: { ...told.headers, link: nextPage(request, cursor) } } : told;
}

const nextPage = ({ encoding, limit }: ExportRequest, cursor: string): string =>
  `</v1/buyers:export?${new URLSearchParams({ encoding, limit: String(limit), cursor })}>; rel="next"`;
