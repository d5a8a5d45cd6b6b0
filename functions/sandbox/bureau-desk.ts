import { createHash, timingSafeEqual } from 'node:crypto';
import { inquiryExists, WireInquiry, type WireReport } from '../providers/bureau/bureau.wire.ts';
import { canonicalJson, shortHash } from '../shared/canonical.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { reportOn } from './bureau.ts';
import { type BureauBehaviour, markOf } from './bureau-behaviours.ts';

export interface BureauPorts {
  readonly clock: Clock;
  readonly secret: () => Promise<string>;
  readonly reports: {
    get(inquiryId: string): Promise<WireReport | undefined>;
    /** Keeps a report unless the inquiry has one; answers with the one that is kept, and whether it was for the same request. */
    keep(report: WireReport, request: string): Promise<{ readonly report: WireReport; readonly isSame: boolean }>;
  };
  readonly scenarios: { next(company: WireInquiry['subject']): Promise<BureauBehaviour | undefined> };
  readonly wait: (ms: number) => Promise<void>;
}

export interface DeskRequest {
  readonly authorization: string | undefined;
  /** Of a GET. */
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

/** The emulated bureau: checks who asks, takes inquiries, and remembers its reports by inquiry. */
export async function answerAsBureau(ports: BureauPorts, request: DeskRequest): Promise<DeskAnswer> {
  if (!isBearer(request.authorization, await ports.secret())) return problem(401, 'UNAUTHORIZED', 'Unknown key.');
  if (request.inquiryId === undefined) return takeInquiry(ports, request.body ?? '');
  const report = await ports.reports.get(request.inquiryId);
  return report ? told(200, report) : problem(404, 'INQUIRY_UNKNOWN', 'No such inquiry.');
}

async function takeInquiry(ports: BureauPorts, body: string): Promise<DeskAnswer> {
  const inquiry = read(body);
  if (!inquiry) return problem(400, 'INVALID_INQUIRY', 'The inquiry is not valid.');
  const known = await ports.reports.get(inquiry.inquiryId);
  const behaviour = (!known && (await ports.scenarios.next(inquiry.subject))) || markOf(inquiry.subject);
  if (!known && behaviour === 'error') return problem(500, 'INTERNAL', 'Something broke.');
  if (!known && behaviour === 'decline') return problem(422, 'OUT_OF_CONTRACT', 'This subject is not covered.');
  if (!known && behaviour === 'silent') {
    await ports.wait(lateMs);
    return problem(504, 'TIMEOUT', 'Too late.');
  }
  const request = shortHash(canonicalJson(inquiry));
  const kept = await ports.reports.keep(reportOn(inquiry, behaviour, instant(ports.clock)), request);
  if (!kept.isSame) return problem(409, 'INQUIRY_CONFLICT', 'This inquiry id was used for another subject.');
  return known ? told(200, kept.report) : answerTo(ports, behaviour, kept.report);
}

/** The first answer to an inquiry that was taken, which may get lost on its way. */
async function answerTo({ wait }: BureauPorts, behaviour: BureauBehaviour, report: WireReport): Promise<DeskAnswer> {
  if (behaviour === 'slow') await wait(slowMs);
  if (behaviour === 'timeout') await wait(lateMs);
  if (behaviour === 'duplicate') return problem(409, inquiryExists, 'This inquiry was taken before.');
  if (behaviour === 'malformed') return { status: 200, body: '<html>report' };
  return told(201, report);
}

function read(body: string): WireInquiry | undefined {
  try {
    return WireInquiry.parse(JSON.parse(body));
  } catch {
    return undefined; // answered with 400
  }
}

const told = (status: number, report: WireReport): DeskAnswer => ({ status, body: JSON.stringify(report) });

const problem = (status: number, code: string, message: string): DeskAnswer => ({
  status,
  body: JSON.stringify({ error: { code, message } }),
});

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isBearer = (authorization: string | undefined, secret: string): boolean =>
  timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secret}`));
