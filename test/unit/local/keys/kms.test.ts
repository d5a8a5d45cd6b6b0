import { describe, expect, test } from 'vitest';
import { createKeyRing } from '../../../../local/keys/key-ring.ts';
import { kmsService } from '../../../../local/keys/kms.ts';
import { createSecrets, generateSecret, secretsService } from '../../../../local/keys/secrets.ts';
import { memoryStore } from '../../../../local/store/store.ts';

const place = { region: 'ap-northeast-1', account: '000000000000' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function keys(store = memoryStore()) {
  const ring = createKeyRing(store, () => 0);
  const data = ring.ensure(
    'S/Data',
    { spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', description: 'data' },
    place,
  );
  const mac = ring.ensure('S/Mac', { spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC', description: 'mac' }, place);
  ring.alias('alias/data', data.arn);
  const call = (operation: string, input: object) =>
    kmsService(ring)(operation, { ...input }) as Promise<Record<string, string>>;
  return { call, data, mac, store };
}

describe('KMS', () => {
  test('decrypts what it has encrypted, under the same context in any order', async () => {
    const { call } = keys();
    const { CiphertextBlob } = await call('Encrypt', {
      KeyId: 'alias/data',
      Plaintext: base64('secret'),
      EncryptionContext: { a: '1', b: '2' },
    });
    const { Plaintext } = await call('Decrypt', { CiphertextBlob, EncryptionContext: { b: '2', a: '1' } });
    expect(Plaintext).toBe(base64('secret'));
    await expect(call('Decrypt', { CiphertextBlob, EncryptionContext: { a: '1' } })).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });

  test('hands out data keys that it can open again, also after a restart', async () => {
    const { call, data, store } = keys();
    const { Plaintext, CiphertextBlob } = await call('GenerateDataKey', { KeyId: data.id, KeySpec: 'AES_256' });
    expect(Buffer.from(Plaintext ?? '', 'base64')).toHaveLength(32);
    expect(await keys(store).call('Decrypt', { CiphertextBlob, KeyId: data.arn })).toMatchObject({
      Plaintext,
      KeyId: data.arn,
    });
  });

  test('makes and verifies MACs, and refuses keys that are for something else', async () => {
    const { call, data, mac } = keys();
    const input = { KeyId: mac.arn, Message: base64('message'), MacAlgorithm: 'HMAC_SHA_256' };
    const { Mac } = await call('GenerateMac', input);
    expect(await call('VerifyMac', { ...input, Mac })).toMatchObject({ MacValid: true });
    await expect(call('VerifyMac', { ...input, Mac: base64('other') })).rejects.toMatchObject({
      name: 'KMSInvalidMacException',
    });
    await expect(call('GenerateMac', { ...input, KeyId: data.id })).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    });
    await expect(call('Encrypt', { KeyId: mac.id, Plaintext: '' })).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    });
    await expect(call('DescribeKey', { KeyId: 'nothing' })).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

const home = { region: 'ap-northeast-1', account: '000000000000' };

describe('Secrets Manager', () => {
  test('makes a secret once, gives it new versions, and reads each of the last two', async () => {
    const store = memoryStore();
    const call = secretsService(createSecrets(store, () => 0, home));
    const first = { SecretString: 'one', ClientRequestToken: 'a'.repeat(32) };
    const second = { SecretString: 'two', ClientRequestToken: 'b'.repeat(32) };
    const made = await call('CreateSecret', { Name: 'shop/amazon', ...first });
    expect(await call('CreateSecret', { Name: 'shop/amazon', ...first })).toEqual(made);
    await expect(call('CreateSecret', { Name: 'shop/amazon', ...second })).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
    const { ARN } = made as { ARN: string };
    expect(ARN).toMatch(/^arn:aws:secretsmanager:ap-northeast-1:000000000000:secret:shop\/amazon-\w{6}$/);
    await call('PutSecretValue', { SecretId: 'shop/amazon', ...second });
    await call('PutSecretValue', { SecretId: ARN, ...second });
    const after = secretsService(createSecrets(store, () => 0, home)); // as after a restart
    const read = async (VersionId?: string) =>
      ((await after('GetSecretValue', { SecretId: ARN, VersionId })) as { SecretString: string }).SecretString;
    expect([await read(), await read('a'.repeat(32)), await read('b'.repeat(32))]).toEqual(['two', 'one', 'two']);
    await expect(read('c'.repeat(32))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const altered = { ...second, SecretString: 'three' };
    await expect(call('PutSecretValue', { SecretId: ARN, ...altered })).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
  });

  test('keeps a generated secret, and follows one that the template gives', async () => {
    const store = memoryStore();
    const generated = createSecrets(store, () => 0, home).ensure('arn:s', 's', {
      GenerateSecretString: { PasswordLength: 12 },
    }).value;
    expect(generated).toHaveLength(12);
    const again = createSecrets(store, () => 0, home);
    expect(again.ensure('arn:s', 's', { GenerateSecretString: { PasswordLength: 12 } }).value).toBe(generated);
    again.ensure('arn:given', 'given', { SecretString: 'one' });
    expect(await secretsService(again)('GetSecretValue', { SecretId: 'arn:given' })).toMatchObject({
      SecretString: 'one',
      Name: 'given',
    });
    await expect(secretsService(again)('GetSecretValue', { SecretId: 'none' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('generates after the rules of the template', () => {
    const rules = {
      ExcludePunctuation: true,
      ExcludeUppercase: true,
      ExcludeNumbers: true,
      ExcludeCharacters: 'a',
      PasswordLength: 200,
    };
    expect(generateSecret(rules)).toMatch(/^[b-z]{200}$/);
    const inTemplate = generateSecret({ SecretStringTemplate: '{"user":"x"}', GenerateStringKey: 'password' });
    expect(JSON.parse(inTemplate)).toEqual({ user: 'x', password: expect.stringMatching(/^.{32}$/) });
  });
});
