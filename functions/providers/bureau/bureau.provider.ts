import type { Bureau } from '../../screening/bureau.ts';
import type { BureauReport } from '../../screening/bureau-report.ts';
import { refuseAsBureau } from './bureau.refusals.ts';
import { fromWire, inquiryExists, toWire, WireProblem } from './bureau.wire.ts';

export interface BureauConnection {
  /** Without a slash at its end. */
  readonly url: string;
  readonly secret: () => Promise<string>;
  /** A provider gets five seconds; what it did by then is found out by inquiry (API.md section 8, Timeouts). */
  readonly timeoutMs?: number;
}

interface Reply {
  readonly status: number;
  readonly text: string;
}

/** The credit bureau over HTTP. */
export function bureauProvider(connection: BureauConnection): Bureau {
  const inquire = async (inquiryId: string): Promise<BureauReport | undefined> => {
    const reply = await call(connection, 'GET', `/reports/${encodeURIComponent(inquiryId)}`);
    return reply.status === 404 ? undefined : reportIn(reply, inquiryId);
  };
  return {
    inquire,
    ask: async (inquiry) => {
      const reply = await call(connection, 'POST', '/reports', toWire(inquiry));
      const isTaken = reply.status === 409 && problemIn(reply) === inquiryExists;
      if (!isTaken) return reportIn(reply, inquiry.inquiryId);
      const report = await inquire(inquiry.inquiryId);
      if (report) return report;
      throw refuseAsBureau('BureauUnavailable', 'The bureau says that it took the inquiry, and does not know it.');
    },
  };
}

async function call(
  { url, secret, timeoutMs = 5000 }: BureauConnection,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<Reply> {
  const authorization = `Bearer ${await secret()}`;
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization, accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      redirect: 'error', // an inquiry, and our key, go to the bureau and nowhere else
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw refuseAsBureau('BureauUnavailable', 'The bureau did not answer in time.', { timeoutMs }, cause);
  }
}

/** A refusal of the bureau needs a person; everything else that is not a good report leaves open what happened. */
function reportIn(reply: Reply, inquiryId: string): BureauReport {
  const { status, text } = reply;
  if (status === 429 || status >= 500 || (status >= 300 && status < 400)) {
    throw refuseAsBureau('BureauUnavailable', `The bureau answered ${status}.`, { status });
  }
  if (status >= 400) {
    const bureauCode = problemIn(reply) ?? 'none';
    throw refuseAsBureau('BureauRejected', `The bureau answered ${status}.`, { status, bureauCode });
  }
  try {
    return fromWire(JSON.parse(text), inquiryId);
  } catch (cause) {
    throw refuseAsBureau('BureauUnavailable', 'The bureau answered what its contract does not allow.', {}, cause);
  }
}

/** The bureau's own code for a refusal. Its message goes no further: it is theirs and may name people. */
function problemIn({ text }: Reply): string | undefined {
  try {
    return WireProblem.parse(JSON.parse(text)).error.code;
  } catch {
    return undefined; // a refusal without a readable reason is still a refusal: the status says so
  }
}
