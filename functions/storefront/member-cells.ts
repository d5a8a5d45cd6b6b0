import { type Buyer, paid } from '../buyers/buyer.ts';
import type { People } from '../buyers/company.ts';
import { type MemberCells, type MemberColumn, memberColumns, pointerOfColumn } from './member-columns.ts';
import { type MemberStatus, memberLabels } from './member-status.ts';

/** A member as a row of a file. What is not known is an empty cell. */
export function cellsOfMember(buyer: Buyer, people: People, status: MemberStatus): MemberCells {
  const known = { ...buyer, ...people };
  const plain = Object.fromEntries(
    memberColumns.flatMap(({ name }) => {
      const value = valueAt(known, pointerOfColumn[name]);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
  return {
    ...plain,
    closingDay: closingTexts[buyer.closingDay],
    paymentMethods: buyer.paymentMethods.map((method) => (method === paid ? 'Paid' : method)).join('/'),
    paidApplication: memberLabels[status.state].ja,
  };
}

const closingTexts: Readonly<Record<Buyer['closingDay'], string>> = { month_end: '月末', '20': '20日' };

const valueAt = (of: unknown, pointer: string | undefined): unknown =>
  pointer === undefined
    ? undefined
    : pointer
        .slice(1)
        .split('/')
        .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], of);

/** What a row says of a member, in the shape of a registration: only what the file has cells for. */
export function formOfCells(cells: MemberCells): Record<string, unknown> {
  const form: Record<string, unknown> = {};
  for (const { name } of memberColumns) {
    const [cell, pointer] = [cells[name], pointerOfColumn[name]];
    if (cell === undefined || pointer === undefined) continue;
    const [group = '', member] = pointer.slice(1).split('/');
    const value = read(name, cell);
    form[group] = member === undefined ? value : { ...(form[group] as object | undefined), [member]: value };
  }
  return form;
}

/** People write 1,000,000円 and 月末; what cannot be read is left for the schema to refuse. */
function read(name: MemberColumn, cell: string): unknown {
  switch (name) {
    case 'requestedCreditLimit':
    case 'annualSales': {
      const digits = cell.normalize('NFKC').replaceAll(/[,円¥\s]/gu, '');
      return /^\d{1,15}$/.test(digits) ? Number(digits) : cell;
    }
    case 'closingDay':
      return Object.entries(closingTexts).find(([, text]) => text === cell.normalize('NFKC'))?.[0] ?? cell;
    case 'establishedOn':
      return cell.normalize('NFKC').replace(/^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/, isoDate);
    case 'paymentMethods':
      return methodsOf(cell);
    default:
      return cell;
  }
}

/** Spreadsheets make 1998/4/1 of a date. */
const isoDate = (_: string, year: string, month: string, day: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

const methodsOf = (cell: string): string[] => {
  const methods = cell.split(/[/;|、,]/u).map((method) => method.trim());
  return [...new Set(methods.map((method) => (/^paid$/i.test(method.normalize('NFKC')) ? paid : method)))].filter(
    (method) => method !== '',
  );
};

/** What a Shift_JIS file has for a character that it cannot write (shared/shift-jis.ts). */
const geta = '〓';

/**
 * A cell that an export could not write in full stands for what is known: read back, the file must not change the member.
 * Otherwise 〓 is nobody's name.
 */
export function withoutGeta(
  cells: MemberCells,
  known: MemberCells | undefined,
): { cells: MemberCells; lost: MemberColumn[] } {
  const lost: MemberColumn[] = [];
  const restored: Partial<Record<MemberColumn, string>> = { ...cells };
  for (const { name } of memberColumns) {
    const cell = cells[name];
    if (!cell?.includes(geta)) continue;
    const before = known?.[name];
    if (before !== undefined && isPrintOf(cell, before)) restored[name] = before;
    else lost.push(name);
  }
  return { cells: restored, lost };
}

function isPrintOf(cell: string, text: string): boolean {
  const [printed, whole] = [[...cell], [...text]];
  return printed.length === whole.length && printed.every((one, at) => one === geta || one === whole[at]);
}
