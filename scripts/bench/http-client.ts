import { Agent, request } from 'node:http';

export interface Told {
  readonly status: number;
  readonly body: string;
}

export type Post = (body: string, headers: Readonly<Record<string, string>>) => Promise<Told>;

/** Posts to one address over kept connections. Both sides of a comparison are called by this same client. */
export function poster(url: string, connections: number): Post {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return (body, headers) =>
    new Promise((resolve, reject) => {
      const sent = request(url, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      });
      sent.end(body);
    });
}

/** Calls per second, with so many under way at any time. A call that fails ends the measurement. */
export async function callsPerSecond(calls: readonly (() => Promise<void>)[], concurrency: number): Promise<number> {
  const left = calls[Symbol.iterator]();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const call of left) await call();
    }),
  );
  return calls.length / ((performance.now() - began) / 1000);
}
