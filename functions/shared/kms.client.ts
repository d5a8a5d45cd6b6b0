import assert from 'node:assert/strict';
import { DecryptCommand, GenerateDataKeyCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { lazy } from './lazy.ts';
import type { KeyService } from './vault.ts';

const sharedClient = lazy(() => new KMSClient());

/** Part of every wrapped key and of CloudTrail's record of each use; KMS unwraps for the same words only. */
const context = { service: 'tegata', purpose: 'personal-data' } as const;

/** AWS KMS: one key wraps data keys, another (HMAC) makes blind indexes. */
export function kmsKeys(
  ids: { readonly dataKeyId: string; readonly macKeyId?: string },
  client: KMSClient = sharedClient(),
): KeyService {
  return {
    newDataKey: async () => {
      const made = await client.send(
        new GenerateDataKeyCommand({ KeyId: ids.dataKeyId, KeySpec: 'AES_256', EncryptionContext: context }),
      );
      assert(made.Plaintext && made.CiphertextBlob, 'KMS made no data key');
      return { plain: made.Plaintext, wrapped: made.CiphertextBlob };
    },
    unwrap: async (wrapped) => {
      const opened = await client.send(
        new DecryptCommand({ KeyId: ids.dataKeyId, CiphertextBlob: wrapped, EncryptionContext: context }),
      );
      assert(opened.Plaintext, 'KMS opened no data key');
      return opened.Plaintext;
    },
    mac: async (text) => {
      assert(ids.macKeyId, 'this function was given no key for blind indexes');
      const made = await client.send(
        new GenerateMacCommand({ KeyId: ids.macKeyId, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from(text) }),
      );
      assert(made.Mac, 'KMS made no MAC');
      return made.Mac;
    },
  };
}
