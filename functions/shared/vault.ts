import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import type { Clock } from './clock.ts';
import { remember } from './remember.ts';

/** The port to the key service. It never sees what is encrypted, only keys and texts to be indexed. */
export interface KeyService {
  /** A fresh key of 256 bits: plain to work with, wrapped to be stored. */
  newDataKey(): Promise<{ readonly plain: Uint8Array; readonly wrapped: Uint8Array }>;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
  mac(text: string): Promise<Uint8Array>;
}

/** Which field of which record a sealed value is: it opens nowhere else, so that ciphertexts cannot be swapped. */
export type Place = Readonly<Record<string, string>>;

/** Keeps personal data (docs/decisions/0004-envelope-encryption-of-our-own.md). */
export interface Vault {
  seal(place: Place, value: unknown): Promise<Uint8Array>;
  open(place: Place, sealed: Uint8Array): Promise<unknown>;
  /** Equal texts give equal indexes, and no index gives its text back. */
  blindIndex(kind: string, text: string): Promise<string>;
}

/**
 * One data key seals this many values or for this long, whichever ends first: one call to the key service per thousand seals.
 * Random 96-bit nonces are safe for 2^32 values under one key (NIST SP 800-38D, 8.3).
 */
export const sealsPerKeyMax = 1000;
const keyAgeMaxMs = 60 * 60 * 1000;
const remembered = { entriesMax: 1000, ageMaxMs: keyAgeMaxMs };

const format = 1;
const nonceBytes = 12;
const tagBytes = 16;

export function openVault(keys: KeyService, clock: Clock): Vault {
  const unwrapped = remember<Uint8Array>(clock, remembered);
  const indexes = remember<string>(clock, remembered);
  const sealingKey = rotating(keys, clock);
  return {
    seal: async (place, value) => {
      const { plain, wrapped } = await sealingKey();
      return sealed(plain, wrapped, place, Buffer.from(JSON.stringify(value)));
    },
    open: async (place, bytes) => {
      const { wrapped, nonce, text, tag } = partsOf(Buffer.from(bytes));
      const plain = await unwrapped(wrapped.toString('base64'), () => keys.unwrap(wrapped));
      const decipher = createDecipheriv('aes-256-gcm', plain, nonce).setAAD(bound(place)).setAuthTag(tag);
      return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8'));
    },
    blindIndex: (kind, text) =>
      indexes(`${kind} ${text}`, async () => Buffer.from(await keys.mac(`${kind} ${text}`)).toString('base64url')),
  };
}

/** The key of the moment. A call that fails is not kept: the next seal asks again. */
function rotating(keys: KeyService, clock: Clock): () => ReturnType<KeyService['newDataKey']> {
  let current:
    | { readonly key: ReturnType<KeyService['newDataKey']>; seals: number; readonly until: number }
    | undefined;
  return async () => {
    if (!current || current.seals >= sealsPerKeyMax || clock.now() >= current.until) {
      current = { key: keys.newDataKey(), seals: 0, until: clock.now() + keyAgeMaxMs };
    }
    const mine = current;
    mine.seals++;
    try {
      return await mine.key;
    } catch (error) {
      if (current === mine) current = undefined;
      throw error;
    }
  };
}

const bound = (place: Place): Buffer => Buffer.from(canonicalJson(place));

/** Format (1) · length of the wrapped key (2) · wrapped key · nonce (12) · ciphertext · tag (16). */
function sealed(key: Uint8Array, wrapped: Uint8Array, place: Place, text: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound(place));
  const head = Buffer.alloc(3);
  head.writeUInt8(format, 0);
  head.writeUInt16BE(wrapped.length, 1);
  return Buffer.concat([head, wrapped, nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

function partsOf(bytes: Buffer) {
  const wrappedEnd = bytes.length >= 3 ? 3 + bytes.readUInt16BE(1) : 0;
  if (bytes.length < wrappedEnd + nonceBytes + tagBytes || bytes.readUInt8(0) !== format) {
    throw new Error('this is not a sealed value');
  }
  const textAt = wrappedEnd + nonceBytes;
  return {
    wrapped: bytes.subarray(3, wrappedEnd),
    nonce: bytes.subarray(wrappedEnd, textAt),
    text: bytes.subarray(textAt, -tagBytes),
    tag: bytes.subarray(-tagBytes),
  };
}
