import { refuseAsBureau } from './bureau.refusals.ts';
import { WireProblem } from './bureau.wire.ts';

export interface BureauConnection {
  /** Without a slash at its end. */
  readonly url: string;
  readonly secret: () => Promise<string>;
  /** A provider gets five seconds; what it did by then is found out by inquiry (API.md section 8, Timeouts). */
  readonly timeoutMs?: number;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** One call of the bureau. */
export async function callBureau(
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

/** A refusal of the bureau needs a person; everything else that is not a good answer leaves open what happened. */
export function readReply<Told>({ status, text }: Reply, fromWire: (wire: unknown) => Told): Told {
  if (status === 429 || status >= 500 || (status >= 300 && status < 400)) {
    throw refuseAsBureau('BureauUnavailable', `The bureau answered ${status}.`, { status });
  }
  if (status >= 400) {
    const bureauCode = problemIn(text) ?? 'none';
    throw refuseAsBureau('BureauRejected', `The bureau answered ${status}.`, { status, bureauCode });
  }
  try {
    return fromWire(JSON.parse(text));
  } catch (cause) {
    throw refuseAsBureau('BureauUnavailable', 'The bureau answered what its contract does not allow.', {}, cause);
  }
}

/** The bureau's own code for a refusal. Its message goes no further: it is theirs and may name people. */
export function problemIn(text: string): string | undefined {
  try {
    return WireProblem.parse(JSON.parse(text)).error.code;
  } catch {
    return undefined; // a refusal without a readable reason is still a refusal: the status says so
  }
}
