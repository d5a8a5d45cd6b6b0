import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import type { Clock } from './clock.ts';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A fresh id that sorts by its time of creation: `buy_01J…`. */
export const newId = (prefix: string, clock: Clock): string => `${prefix}_${ulid(clock.now())}`;

/**
 * An id that follows from what it names, so that a repeat of the same request meets the same item
 * (docs/decisions/0003-order-id-follows-from-the-reference.md). 130 bits of SHA-256 in Crockford's base 32.
 */
export function idFrom(prefix: string, ...parts: readonly string[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([prefix, ...parts]))
    .digest();
  let text = '';
  for (let at = 0; at < 26; at++) text += crockford[fiveBits(digest, at * 5)];
  return `${prefix}_${text}`;
}

function fiveBits(bytes: Uint8Array, offset: number): number {
  const byte = offset >> 3;
  const word = ((bytes[byte] ?? 0) << 8) | (bytes[byte + 1] ?? 0);
  return (word >> (11 - (offset & 7))) & 31;
}
