import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { AwsFailure } from '../endpoints/aws-failure.ts';
import type { Store } from '../store/store.ts';

export type EncryptionContext = Readonly<Record<string, string>>;

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly spec: string;
  readonly usage: string;
  readonly description: string;
  readonly createdAtMs: number;
  /** Base64 of the secret bytes. */
  readonly material: string;
}

const nonceBytes = 12;
const tagBytes = 16;
const idBytes = 36;

/** KMS authenticates the encryption context in the order of its keys, so a caller may build it in any order. */
const canonical = (context: EncryptionContext): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

/** Seals with AES-256-GCM; the blob names its key, as KMS's does, so that Decrypt needs none. */
export function seal(key: Key, plaintext: Buffer, context: EncryptionContext): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), nonce);
  cipher.setAAD(canonical(context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from(key.id), nonce, cipher.getAuthTag(), sealed]);
}

export const keyIdOf = (blob: Buffer): string => blob.subarray(0, idBytes).toString();

/** Opens what `seal` made; anything else, or another context, is InvalidCiphertextException. */
export function open(key: Key, blob: Buffer, context: EncryptionContext): Buffer {
  const nonce = blob.subarray(idBytes, idBytes + nonceBytes);
  const tag = blob.subarray(idBytes + nonceBytes, idBytes + nonceBytes + tagBytes);
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), nonce);
    decipher.setAAD(canonical(context));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(blob.subarray(idBytes + nonceBytes + tagBytes)), decipher.final()]);
  } catch {
    throw new AwsFailure('InvalidCiphertextException', 'The ciphertext or its encryption context is not valid.');
  }
}

export function macOf(key: Key, message: Buffer, algorithm: string): Buffer {
  const [, bits] = /^HMAC_SHA_(224|256|384|512)$/.exec(algorithm) ?? [];
  if (!bits || !key.spec.startsWith('HMAC'))
    throw new AwsFailure('InvalidKeyUsageException', `${key.arn} cannot make a ${algorithm}.`);
  return createHmac(`sha${bits}`, Buffer.from(key.material, 'base64')).update(message).digest();
}

export const isSameMac = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right);

export interface KeyRing {
  /** The key of a resource; its material is made once and kept in the store. */
  ensure(
    resource: string,
    key: Pick<Key, 'spec' | 'usage' | 'description'>,
    place: { region: string; account: string },
  ): Key;
  alias(name: string, keyIdOrArn: string): void;
  /** Finds by key id, key ARN, alias name or alias ARN. */
  find(reference: string): Key;
}

/** All keys of the runtime. */
export function createKeyRing(store: Store, now: () => number): KeyRing {
  const keys = new Map<string, Key>();
  const aliases = new Map<string, string>();
  const find = (reference: string): Key => {
    const name = reference.replace(/^arn:[^:]+:kms:[^:]*:[^:]*:/, '').replace(/^key\//, '');
    const key = keys.get(aliases.get(name) ?? name);
    if (key) return key;
    throw new AwsFailure('NotFoundException', `Key '${reference}' does not exist`);
  };
  return {
    ensure(resource, { spec, usage, description }, { region, account }) {
      const kept = store.get(`key/${resource}`);
      const id = randomUUID();
      const bytes = spec.startsWith('HMAC') ? Number(spec.slice(5)) / 8 : 32;
      const key: Key = kept
        ? (JSON.parse(kept) as Key)
        : {
            id,
            arn: `arn:aws:kms:${region}:${account}:key/${id}`,
            spec,
            usage,
            description,
            createdAtMs: now(),
            material: randomBytes(bytes).toString('base64'),
          };
      if (!kept) store.put(`key/${resource}`, JSON.stringify(key));
      keys.set(key.id, key);
      return key;
    },
    alias: (name, reference) => void aliases.set(name, find(reference).id),
    find,
  };
}
