import type { LookupAddress } from 'node:dns';
import { type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { systemClock } from '../shared/clock.ts';
import type { Outcome, Posted, Receiver, ReceiverError } from './receiver.ts';
import { nameResolver } from './resolve-name.ts';
import { hostOf, mayBeCalled, type TargetPolicy, whatIsWrongWith } from './target-guard.ts';

export interface ReceiverSettings extends TargetPolicy {
  readonly connectMs?: number;
  readonly totalMs?: number;
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
}

/** What is read of an answer: it is looked at by nobody, but a connection that is read to its end can be closed in order. */
const answerBytesMax = 4096;

/**
 * A merchant's server over HTTP. The name is resolved once, every address that it leads to is checked, and the connection goes
 * to an address that was checked: a name that leads elsewhere a moment later (DNS rebinding) leads nowhere.
 */
export function receiverProvider(settings: ReceiverSettings): Receiver & {
  /** Whether the host of a URL may be called, as far as its name leads anywhere now. */
  mayCall(url: string): Promise<boolean>;
} {
  const { resolve = resolveAll } = settings;
  return {
    now: settings.allowsLoopback ? timeOfThisMachine : () => systemClock.now(),
    mayCall: async (url) => {
      const host = hostOf(new URL(url));
      const addresses = await within(settings.connectMs ?? 5000, resolve(host)).catch(() => []);
      return addresses.every(({ address }) => mayBeCalled(host, address, settings));
    },
    post: async (posted) => {
      const began = performance.now();
      const { totalMs = settings.totalMs } = posted;
      const limits =
        totalMs === undefined
          ? settings
          : { ...settings, totalMs, connectMs: Math.min(settings.connectMs ?? 5000, totalMs) };
      const outcome = await attempt(posted, limits, resolve);
      return { outcome, durationMs: Math.round(performance.now() - began) };
    },
  };
}

/**
 * Receivers on a developer's machine live in real time, however far the sandbox's clock has been advanced: their libraries would
 * find every signature too new. `Date` follows that clock there, and the time of this process does not.
 */
const timeOfThisMachine = (): number => performance.timeOrigin + performance.now();

const resolveAll = nameResolver();

async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('out of time')), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(
  posted: Posted,
  settings: ReceiverSettings,
  resolve: (host: string) => Promise<readonly LookupAddress[]>,
): Promise<Outcome> {
  if (whatIsWrongWith(posted.url, settings) !== undefined) return { error: 'address_not_allowed' };
  const url = new URL(posted.url);
  const host = hostOf(url);
  const addresses = await within(settings.connectMs ?? 5000, resolve(host)).catch(() => undefined);
  if (!addresses || addresses.length === 0) return { error: 'name_not_found' };
  if (!addresses.every(({ address }) => mayBeCalled(host, address, settings))) return { error: 'address_not_allowed' };
  return send(url, posted, addresses, settings);
}

/**
 * The host stays in the Host header and in TLS, so that certificates are checked against the merchant's name. Of several
 * addresses the first that answers is taken (node:net, autoSelectFamily): a name has addresses of a family that we have not.
 */
function send(url: URL, { headers, body }: Posted, checked: readonly LookupAddress[], settings: ReceiverSettings) {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const options: RequestOptions = {
    method: 'POST',
    agent: false, // a kept connection would outlive the check of its address
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Tegata-Webhooks/1',
    },
    lookup: (_host, { all }, answer) => {
      if (all) return answer(null, [...checked]);
      const [first] = checked;
      answer(null, first?.address ?? '', first?.family);
    },
  };
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options);
  const stop = limitTime(request, settings);
  let status: number | undefined;
  // A status that was said counts, whatever becomes of the connection after it.
  const settle = (error?: NodeJS.ErrnoException) =>
    resolve(status === undefined ? { error: errorOf(error) } : { status });
  request.once('response', (response) => {
    status = response.statusCode ?? 0;
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > answerBytesMax) request.destroy();
    });
    response.once('error', settle);
    response.once('close', settle);
  });
  request.once('error', settle);
  request.once('close', settle); // without an answer and without an error: it wanted to change the protocol (101)
  request.end(body);
  return promise.finally(stop);
}

class OutOfTime extends Error {}

/** Ends a request that has no connection, or no whole answer, in time; a receiver that keeps us waiting has not answered. */
function limitTime(request: ClientRequest, { connectMs = 5000, totalMs = 15_000 }: ReceiverSettings): () => void {
  const expire = () => request.destroy(new OutOfTime());
  const timers = [setTimeout(expire, totalMs)];
  const connecting = setTimeout(expire, connectMs);
  request.once('socket', (socket) => {
    const isSecure = 'encrypted' in socket;
    socket.once(isSecure ? 'secureConnect' : 'connect', () => clearTimeout(connecting));
  });
  return () => {
    for (const timer of [...timers, connecting]) clearTimeout(timer);
  };
}

function errorOf(error: NodeJS.ErrnoException | undefined): ReceiverError {
  if (error instanceof OutOfTime) return 'timed_out';
  return /^(?:ERR_(?:TLS|SSL)|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(error?.code ?? '')
    ? 'tls_failed'
    : 'connection_failed';
}
