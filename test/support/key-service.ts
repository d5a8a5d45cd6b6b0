import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { KeyService } from '../../functions/shared/vault.ts';

/** A key service in memory that really wraps its keys, and counts how often it is called. */
export function keyService(): KeyService & { readonly calls: { made: number; unwrapped: number; macs: number } } {
  const root = randomBytes(32);
  const calls = { made: 0, unwrapped: 0, macs: 0 };
  return {
    calls,
    newDataKey: async () => {
      calls.made++;
      const plain = randomBytes(32);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', root, nonce);
      const wrapped = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return { plain, wrapped };
    },
    unwrap: async (wrapped) => {
      calls.unwrapped++;
      const bytes = Buffer.from(wrapped);
      const decipher = createDecipheriv('aes-256-gcm', root, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    },
    mac: async (text) => {
      calls.macs++;
      return createHmac('sha256', root).update(text).digest();
    },
  };
}
