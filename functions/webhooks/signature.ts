import { createHmac, randomBytes } from 'node:crypto';

/** 256 bits: as long as the hash (RFC 2104 section 3); Standard Webhooks asks for 24 to 64 bytes. */
const secretBytes = 32;
const prefix = 'whsec_';

/** A new secret as its receiver gets it: `whsec_` and base64 (Standard Webhooks, "Signature scheme"). */
export const newSecret = (): string => `${prefix}${randomBytes(secretBytes).toString('base64')}`;

export interface SignedMessage {
  /** The event's id: what a receiver tells repeats by. */
  readonly id: string;
  readonly sentAtMs: number;
  readonly body: string;
}

/**
 * The headers of Standard Webhooks: a signature over `id.timestamp.body` for each secret, separated by spaces, so that the
 * receiver may know the new one already or still only the old one.
 */
export function signedHeaders({ id, sentAtMs, body }: SignedMessage, secrets: readonly string[]) {
  const timestamp = String(Math.floor(sentAtMs / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
