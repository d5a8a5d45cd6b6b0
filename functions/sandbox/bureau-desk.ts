import { createHash, timingSafeEqual } from 'node:crypto';
import { inquiryExists, WireInquiry, type WireReport } from '../providers/bureau/bureau.wire.ts';
import { checkExists, WireOrderCheck, type WireOrderResult } from '../providers/bureau/order-check.wire.ts';
import { canonicalJson, shortHash } from '../shared/canonical.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { checkOn, reportOn } from './bureau.ts';
import { type BureauBehaviour, markOf } from './bureau-behaviours.ts';

/** The answers that were given, by the question's id. */
export interface Kept<Told> {
  get(id: string): Promise<Told | undefined>;
  /** Keeps an answer unless the question has one; answers with the one that is kept, and whether it was to the same request. */
  keep(id: string, told: Told, request: string): Promise<{ readonly told: Told; readonly isSame: boolean }>;
}

interface Subject {
  readonly corporateNumber?: string | undefined;
  readonly name: string;
}

export interface BureauPorts {
  readonly clock: Clock;
  readonly secret: () => Promise<string>;
  readonly reports: Kept<WireReport>;
  readonly checks: Kept<WireOrderResult>;
  readonly scenarios: { next(company: Subject): Promise<BureauBehaviour | undefined> };
  readonly wait: (ms: number) => Promise<void>;
}

export interface DeskRequest {
  /** What is asked for: a report on a company, or the check of one order. */
  readonly service?: 'reports' | 'order-checks';
  readonly authorization: string | undefined;
  /** Of a GET: the id of an inquiry, or of a check. */
  readonly inquiryId?: string | undefined;
  /** Of a POST. */
  readonly body?: string | undefined;
}

export interface DeskAnswer {
  readonly status: number;
  readonly body: string;
}

const slowMs = 3000;
/** Later than anybody waits: our own adapter gives up after five seconds. */
const lateMs = 6000;

/** One kind of question: how it is read, answered and kept. */
interface Service<Question, Told> {
  readonly schema: { safeParse(value: unknown): { readonly data?: Question | undefined } };
  readonly idOf: (question: Question) => string;
  readonly subjectOf: (question: Question) => Subject;
  readonly answer: (question: Question, behaviour: BureauBehaviour, at: string) => Told;
  readonly kept: Kept<Told>;
  readonly existsCode: string;
}

const reportService = ({ reports }: BureauPorts): Service<WireInquiry, WireReport> => ({
  schema: WireInquiry,
  idOf: ({ inquiryId }) => inquiryId,
  subjectOf: ({ subject }) => subject,
  answer: reportOn,
  kept: reports,
  existsCode: inquiryExists,
});

const checkService = ({ checks }: BureauPorts): Service<WireOrderCheck, WireOrderResult> => ({
  schema: WireOrderCheck,
  idOf: ({ checkId }) => checkId,
  subjectOf: (check) => check,
  answer: checkOn,
  kept: checks,
  existsCode: checkExists,
});

/** The emulated bureau: checks who asks, takes inquiries, and remembers its answers by inquiry. */
export async function answerAsBureau(ports: BureauPorts, request: DeskRequest): Promise<DeskAnswer> {
  if (!isBearer(request.authorization, await ports.secret())) return problem(401, 'UNAUTHORIZED', 'Unknown key.');
  return request.service === 'order-checks'
    ? serve(ports, checkService(ports), request)
    : serve(ports, reportService(ports), request);
}

async function serve<Question, Told>(
  ports: BureauPorts,
  service: Service<Question, Told>,
  { inquiryId, body }: DeskRequest,
): Promise<DeskAnswer> {
  if (inquiryId === undefined) return takeInquiry(ports, service, body ?? '');
  const answer = await service.kept.get(inquiryId);
  return answer ? told(200, answer) : problem(404, 'INQUIRY_UNKNOWN', 'No such inquiry.');
}

async function takeInquiry<Question, Told>(
  ports: BureauPorts,
  service: Service<Question, Told>,
  body: string,
): Promise<DeskAnswer> {
  const question = read(service, body);
  if (!question) return problem(400, 'INVALID_INQUIRY', 'The inquiry is not valid.');
  const id = service.idOf(question);
  const subject = service.subjectOf(question);
  const known = await service.kept.get(id);
  const behaviour = (!known && (await ports.scenarios.next(subject))) || markOf(subject);
  if (!known && behaviour === 'error') return problem(500, 'INTERNAL', 'Something broke.');
  if (!known && behaviour === 'decline') return problem(422, 'OUT_OF_CONTRACT', 'This subject is not covered.');
  if (!known && behaviour === 'silent') {
    await ports.wait(lateMs);
    return problem(504, 'TIMEOUT', 'Too late.');
  }
  const request = shortHash(canonicalJson(question));
  const kept = await service.kept.keep(id, service.answer(question, behaviour, instant(ports.clock)), request);
  if (!kept.isSame) return problem(409, 'INQUIRY_CONFLICT', 'This inquiry id was used for another subject.');
  return known ? told(200, kept.told) : answerTo(ports, service.existsCode, behaviour, kept.told);
}

/** The first answer to an inquiry that was taken, which may get lost on its way. */
async function answerTo(
  { wait }: BureauPorts,
  existsCode: string,
  behaviour: BureauBehaviour,
  answer: unknown,
): Promise<DeskAnswer> {
  if (behaviour === 'slow') await wait(slowMs);
  if (behaviour === 'timeout') await wait(lateMs);
  if (behaviour === 'duplicate') return problem(409, existsCode, 'This inquiry was taken before.');
  if (behaviour === 'malformed') return { status: 200, body: '<html>report' };
  return told(201, answer);
}

function read<Question>({ schema }: Service<Question, unknown>, body: string): Question | undefined {
  try {
    return schema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined; // answered with 400
  }
}

const told = (status: number, answer: unknown): DeskAnswer => ({ status, body: JSON.stringify(answer) });

const problem = (status: number, code: string, message: string): DeskAnswer => ({
  status,
  body: JSON.stringify({ error: { code, message } }),
});

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isBearer = (authorization: string | undefined, secret: string): boolean =>
  timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secret}`));
