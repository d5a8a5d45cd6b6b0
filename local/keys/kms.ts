import { randomBytes } from 'node:crypto';
import { AwsFailure } from '../endpoints/aws-failure.ts';
import type { JsonService } from '../endpoints/service-server.ts';
import { type EncryptionContext, isSameMac, type Key, type KeyRing, keyIdOf, macOf, open, seal } from './key-ring.ts';

type Input = Record<string, unknown>;
type Operation = (keys: KeyRing, input: Input) => object;

const bytes = (value: unknown): Buffer => Buffer.from(String(value ?? ''), 'base64');
const contextOf = ({ EncryptionContext: context }: Input): EncryptionContext => (context ?? {}) as EncryptionContext;
const keyOf = (keys: KeyRing, { KeyId }: Input): Key => keys.find(String(KeyId));

function encryptionKeyOf(keys: KeyRing, input: Input): Key {
  const key = keyOf(keys, input);
  if (key.usage === 'ENCRYPT_DECRYPT' && key.spec === 'SYMMETRIC_DEFAULT') return key;
  throw new AwsFailure(
    'InvalidKeyUsageException',
    `${key.arn} key usage is ${key.usage}, which is not valid for encryption.`,
  );
}

function dataKey(keys: KeyRing, input: Input): { key: Key; plaintext: Buffer; blob: Buffer } {
  const key = encryptionKeyOf(keys, input);
  const length = Number(input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32));
  const plaintext = randomBytes(length);
  return { key, plaintext, blob: seal(key, plaintext, contextOf(input)) };
}

const operations: Record<string, Operation> = {
  Encrypt(keys, input) {
    const key = encryptionKeyOf(keys, input);
    const blob = seal(key, bytes(input.Plaintext), contextOf(input));
    return { CiphertextBlob: blob.toString('base64'), KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },
  Decrypt(keys, input) {
    const blob = bytes(input.CiphertextBlob);
    const key = keys.find(keyIdOf(blob));
    if (input.KeyId !== undefined && keyOf(keys, input).id !== key.id) {
      throw new AwsFailure(
        'IncorrectKeyException',
        'The key ID in the request does not identify a KMS key that can decrypt this.',
      );
    }
    const plaintext = open(key, blob, contextOf(input));
    return { Plaintext: plaintext.toString('base64'), KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },
  GenerateDataKey(keys, input) {
    const { key, plaintext, blob } = dataKey(keys, input);
    return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), CiphertextBlob: blob.toString('base64') };
  },
  GenerateDataKeyWithoutPlaintext(keys, input) {
    const { key, blob } = dataKey(keys, input);
    return { KeyId: key.arn, CiphertextBlob: blob.toString('base64') };
  },
  GenerateMac(keys, input) {
    const key = keyOf(keys, input);
    const mac = macOf(key, bytes(input.Message), String(input.MacAlgorithm));
    return { KeyId: key.arn, Mac: mac.toString('base64'), MacAlgorithm: input.MacAlgorithm };
  },
  VerifyMac(keys, input) {
    const key = keyOf(keys, input);
    if (!isSameMac(macOf(key, bytes(input.Message), String(input.MacAlgorithm)), bytes(input.Mac))) {
      throw new AwsFailure('KMSInvalidMacException', 'The MAC does not match the message.');
    }
    return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
  },
  GenerateRandom: (_, input) => ({ Plaintext: randomBytes(Number(input.NumberOfBytes)).toString('base64') }),
  DescribeKey(keys, input) {
    const key = keyOf(keys, input);
    const KeyMetadata = {
      KeyId: key.id,
      Arn: key.arn,
      AWSAccountId: key.arn.split(':')[4],
      CreationDate: key.createdAtMs / 1000,
      Description: key.description,
      Enabled: true,
      KeyManager: 'CUSTOMER',
      KeySpec: key.spec,
      KeyState: 'Enabled',
      KeyUsage: key.usage,
      Origin: 'AWS_KMS',
      ...(key.usage === 'ENCRYPT_DECRYPT' && { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] }),
      ...(key.usage === 'GENERATE_VERIFY_MAC' && { MacAlgorithms: [`HMAC_SHA_${key.spec.slice(5)}`] }),
    };
    return { KeyMetadata };
  },
};

/** The operations of KMS that programs call at run time. */
export const kmsService =
  (keys: KeyRing): JsonService =>
  async (operation, input) => {
    const carryOut = operations[operation];
    if (!carryOut) throw new AwsFailure('UnsupportedOperationException', `kms:${operation} is not served here`);
    return carryOut(keys, input);
  };
