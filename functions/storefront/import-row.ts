import * as z from 'zod/mini';
import type { BuyerRequest } from '../buyers/apply-for-credit.ts';
import { RegisterBuyer } from '../buyers/buyer.contract.ts';
import type { Buyer } from '../buyers/buyer.ts';
import { changesAny, saveChanges } from '../buyers/change-buyer.ts';
import type { CsvRow } from '../shared/csv.ts';
import { fieldErrors } from '../shared/field-errors.ts';
import { type OnceRequest, onceRequest } from '../shared/once.ts';
import { Refusal } from '../shared/refusal.ts';
import { createMember } from './create-member.ts';
import { changeApplication, type Intent, intentOf } from './import-status.ts';
import { shownStatuses } from './list-members.ts';
import { openPeople } from './member-application.ts';
import { cellsOfMember, formOfCells, withoutGeta } from './member-cells.ts';
import { headingAt, headingOf, type MemberCells, type MemberColumn } from './member-columns.ts';
import type { ImportResource } from './member-files.contract.ts';
import type { MemberPorts } from './member-ports.ts';

export type RowOutcome = ImportResource['results'][number];
export type RowFault = RowOutcome['errors'][number];
type Row = CsvRow<MemberColumn>;

/** One row of a file. Whatever is wrong with it is its own result; only what is wrong with us stops the file. */
export async function importRow(ports: MemberPorts, row: Row, request: BuyerRequest): Promise<RowOutcome> {
  const reference = row.cells.reference?.slice(0, referenceMax) ?? null; // a report says no more than members can be called
  const known = reference === row.cells.reference ? await memberOf(ports, request.merchantId, reference) : undefined;
  const told = { line: row.line, reference, buyerId: known?.buyerId ?? null };
  try {
    return known
      ? { ...told, outcome: await update(ports, known, row, request), errors: [] }
      : { ...told, ...(await create(ports, row, request)), errors: [] };
  } catch (error) {
    if (error instanceof WrongRow) return rowError(told, error.faults);
    if (error instanceof Refusal) return rowError(told, [faultOf(error)]);
    throw error;
  }
}

/** A longer one is nobody's, and is not even looked for: a key of the table has an end. */
export const referenceMax = 64;

async function memberOf({ buyers }: MemberPorts, merchantId: string, reference: string): Promise<Buyer | undefined> {
  const { items } = await buyers.list({ merchantId, reference, limit: 1 });
  return items[0];
}

export const rowError = (of: Pick<RowOutcome, 'line' | 'reference' | 'buyerId'>, errors: RowFault[]): RowOutcome => ({
  ...of,
  outcome: 'error',
  errors,
});

/** A row that says something that cannot be. */
class WrongRow extends Error {
  override readonly name = 'WrongRow';
  readonly faults: RowFault[];
  constructor(faults: RowFault[]) {
    super(faults.map(({ code }) => code).join(', '));
    this.faults = faults;
  }
}

async function create(ports: MemberPorts, row: Row, request: BuyerRequest) {
  const form = validForm(formOfCells(complete(row.cells, undefined)));
  const intent = intended(row.cells, undefined);
  const status = intent === 'keep' || intent === 'withdraw' ? 'none' : 'awaiting_application';
  const { paymentMethods, ...given } = form;
  const member = {
    ...given,
    door: 'staff' as const,
    status: status as 'none' | 'awaiting_application',
    ...(row.cells.paymentMethods === undefined ? {} : { paymentMethods }),
  };
  const created = await createMember(ports, member, { ...request, once: onceOf(request, row, 'create') });
  const { id: buyerId } = JSON.parse(created.body) as { readonly id: string };
  if (intent !== 'apply') return { outcome: 'created' as const, buyerId };
  await changeApplication(ports, { buyerId, intent }, { ...request, once: onceOf(request, row, 'apply') });
  return { outcome: 'applied' as const, buyerId };
}

async function update(
  ports: MemberPorts,
  known: Buyer,
  row: Row,
  request: BuyerRequest,
): Promise<RowOutcome['outcome']> {
  const { merchantId, actor } = request;
  const people = await openPeople(ports, known);
  const [shown] = await shownStatuses(ports, merchantId, [known]);
  if (!shown) throw new Error(`${known.buyerId} has no status`);
  const cells = complete(row.cells, cellsOfMember(known, people, shown.shown));
  const form = validForm(merged({ ...known, ...people }, formOfCells(cells)));
  const intent = intended(row.cells, [shown.shown.state, known.state]);
  const { reference: _, ...change } = form;
  const differs = changesAny(known, people, change);
  if (differs) await saveChanges(ports, known, change, actor);
  if (intent === 'keep') return differs ? 'updated' : 'unchanged';
  const { buyerId } = known;
  const moved = await changeApplication(ports, { buyerId, intent }, { ...request, once: onceOf(request, row, intent) });
  if (moved && intent === 'apply') return 'applied';
  return moved || differs ? 'updated' : 'unchanged';
}

/** A row's own key: a repeat of the file's request repeats the row's. */
const onceOf = ({ merchantId, once }: BuyerRequest, row: Row, what: string): OnceRequest =>
  onceRequest(`${merchantId} import ${once.key} ${what}`, String(row.line), row.cells);

function intended(cells: MemberCells, states: readonly Buyer['state'][] | undefined): Intent {
  const intent = intentOf(cells.paidApplication, states ?? []);
  if (intent !== undefined) return intent;
  const message =
    '空欄、申請待ち、申請する、取消 のいずれかを指定してください。(Blank, awaiting_application, apply or none.)';
  throw new WrongRow([{ column: headingOf('paidApplication'), code: 'status_not_settable', message }]);
}

function complete(cells: MemberCells, known: MemberCells | undefined): MemberCells {
  const { cells: restored, lost } = withoutGeta(cells, known);
  if (lost.length === 0) return restored;
  const message = 'Shift_JIS could not write a character (〓). Send the file in UTF-8.';
  throw new WrongRow(lost.map((name) => ({ column: headingOf(name), code: 'missing_character', message })));
}

/** What a file may say of a member; when it applies is said by its own column. */
const MemberForm = z.omit(RegisterBuyer, { apply: true });

function validForm(form: Record<string, unknown>) {
  const read = MemberForm.safeParse(form);
  if (read.success) return read.data;
  const faults = fieldErrors(read.error.issues, '', form);
  throw new WrongRow(faults.map(({ pointer, code, message }) => ({ column: headingAt(pointer), code, message })));
}

/** What is known with what the row says above it: an empty cell leaves a member as it is. */
function merged(known: Buyer & Record<string, unknown>, form: Record<string, unknown>): Record<string, unknown> {
  const { company, representative, contact, closingDay, paymentMethods, reference, requestedCreditLimit } = known;
  const base: Record<string, unknown> = {
    ...{ company, representative, contact, closingDay, paymentMethods, reference },
    ...(requestedCreditLimit === undefined ? {} : { requestedCreditLimit }),
  };
  const over = Object.entries(form).map(([name, value]) =>
    ['company', 'representative', 'contact'].includes(name)
      ? [name, { ...(base[name] as object), ...(value as object) }]
      : [name, value],
  );
  return { ...base, ...Object.fromEntries(over) };
}

const columnOfRefusal: Readonly<Record<string, MemberColumn>> = {
  BuyerEmailAlreadyRegistered: 'email',
  CompanyIdentityFixed: 'companyName',
  ReferenceAlreadyUsed: 'reference',
};

const faultOf = ({ code, detail }: Refusal): RowFault => ({
  column: headingOf(columnOfRefusal[code] ?? 'paidApplication'),
  code,
  message: detail,
});
