import type { OrderResource } from '../orders/order.contract.ts';
import { orderIdOf } from '../orders/order.item.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import type { UploadedFile } from '../shared/contract.ts';
import { readCsv } from '../shared/csv.ts';
import { inParallel } from '../shared/in-parallel.ts';
import type { OnceRequest } from '../shared/once.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Language } from './language.ts';
import type { ConfirmPorts } from './press-button.ts';
import { shopWarnings } from './shop-warnings.ts';
import { onceOfSlip, readSlip, type Slip, type SlipError, slipColumns } from './slip.ts';
import { resultText } from './slip-texts.ts';
import type { SlipReport, SlipResult } from './slips.contract.ts';

export interface SlipsPorts extends ConfirmPorts {
  readonly clock: Clock;
  readonly files: {
    earlier(merchantId: string, once: OnceRequest): Promise<Answer | undefined>;
    prove(merchantId: string, once: OnceRequest, answer: Answer): Promise<Answer>;
  };
}

export interface SlipsInput {
  readonly merchantId: string;
  readonly file: UploadedFile;
  readonly lang: Language;
  readonly once: OnceRequest;
  readonly actor: Actor;
}

const rowsMax = 1000;
/** Orders at once; rows of one order go one after another, as the file has them. */
const width = 12;
/** API Gateway waits 29 seconds: no row is begun after so long, and the answer still has time to be written. */
const beginMs = 22_000;

/**
 * Confirms the shipments of a file (CAPABILITIES.md P14, B5). Each row is carried out by itself and once, whichever file it comes
 * in; a row that cannot be carried out stops no other. Where time runs out, the answer says so and is not kept: the same request
 * again goes on where this one stopped.
 */
export async function confirmedSlips(ports: SlipsPorts, input: SlipsInput): Promise<Answer> {
  const { merchantId, once, file } = input;
  const earlier = await ports.files.earlier(merchantId, once);
  if (earlier) return earlier;
  const until = ports.clock.now() + beginMs;
  const rows = readCsv(file, slipColumns, rowsMax).map(readSlip);
  const groups = Object.values(Object.groupBy(rows, ({ reference, line }) => reference ?? `line ${line}`));
  const results = await inParallel(groups, width, async (group = []) => {
    const done: SlipResult[] = [];
    for (const row of group) done.push(await carriedOut(ports, input, row, until));
    return done;
  });
  const report = reportOf(results.flat().sort((a, b) => a.line - b.line));
  const told = answer(200, report);
  return report.isComplete ? ports.files.prove(merchantId, once, told) : told;
}

async function carriedOut(ports: SlipsPorts, input: SlipsInput, row: Slip | SlipError, until: number) {
  const { merchantId, lang, actor } = input;
  if ('field' in row) return unreadable(row);
  const { line, reference, shipment } = row;
  const orderId = orderIdOf(merchantId, reference);
  const result = (outcome: SlipResult['outcome'], code: string | null, message: string): SlipResult => {
    return { line, reference, orderId: code === 'OrderNotFound' ? null : orderId, outcome, field: null, code, message };
  };
  if (ports.clock.now() >= until) return result('error', notReached, resultText('not_reached', lang));
  try {
    const once = onceOfSlip(merchantId, orderId, row);
    const told = await ports.capture({ merchantId, orderId, shipment, isSlip: true, once, actor });
    if (told.replayed) return result('already_confirmed', null, resultText('already', lang));
    const order = JSON.parse(told.body) as OrderResource;
    const [mismatch] = shopWarnings(order, lang).filter(({ code }) => code === 'amount_mismatch');
    if (mismatch) return result('warning', mismatch.code, mismatch.text);
    return result('confirmed', null, resultText(order.state === 'confirmed' ? 'confirmed' : 'partly', lang));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const outcome = isThere.has(error.code) ? 'already_confirmed' : 'error';
    return { ...result(outcome, error.code, resultText(error.code, lang, error.detail)), field: cellOf(error) };
  }
}

/** The heading of the cell that the refusal is about, where it is about one. */
function cellOf({ errors }: Refusal): string | null {
  const name = errors[0]?.pointer.slice(1);
  return slipColumns.find((column) => column.name === name)?.headings[0] ?? null;
}

const notReached = 'NotReached';
/** Of none it is known that it was carried out, and each is, or is found out, the next time. */
const passing: ReadonlySet<string | null> = new Set([notReached, 'TooBusy', 'OutcomeUnknown']);
const isThere: ReadonlySet<string> = new Set(['OrderAlreadyConfirmed', 'SlipAlreadyConfirmed']);
const unreadable = ({ line, reference, field, code, message }: SlipError): SlipResult => ({
  line,
  reference,
  orderId: null,
  outcome: 'error',
  field,
  code,
  message,
});

function reportOf(results: SlipResult[]): SlipReport {
  const count = (outcome: SlipResult['outcome']) => results.filter((one) => one.outcome === outcome).length;
  return {
    rows: results.length,
    confirmed: count('confirmed'),
    alreadyConfirmed: count('already_confirmed'),
    warnings: count('warning'),
    errors: count('error'),
    isComplete: !results.some(({ code }) => passing.has(code)),
    results,
  };
}
