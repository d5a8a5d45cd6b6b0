import assert from 'node:assert/strict';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from './clock.ts';
import { lazy } from './lazy.ts';
import { remember } from './remember.ts';

const sharedClient = lazy(() => new SecretsManagerClient());

/** A changed secret is used within this time. */
const ageMaxMs = 5 * 60 * 1000;

/** Reads a secret of AWS Secrets Manager when it is needed, and remembers it for a while. */
export function secretReader(
  secretId: string,
  clock: Clock,
  client: SecretsManagerClient = sharedClient(),
): () => Promise<string> {
  const known = remember<string>(clock, { entriesMax: 1, ageMaxMs });
  return () =>
    known(secretId, async () => {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
      assert(SecretString, 'the secret is empty');
      return SecretString;
    });
}
