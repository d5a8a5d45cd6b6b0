import assert from 'node:assert/strict';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { lazy } from '../shared/lazy.ts';
import type { MethodContractPorts } from './method-contracts.ts';

const sharedClient = lazy(() => new SecretsManagerClient());
const Values = z.record(z.string(), z.string());

/** Merchants' secrets in AWS Secrets Manager, each under a name below the prefix and encrypted under the given key. */
export function secretStore(
  { prefix, keyId }: { readonly prefix: string; readonly keyId: string },
  client: SecretsManagerClient = sharedClient(),
): MethodContractPorts['secrets'] {
  return {
    read: async ({ name, versionId }) => {
      const { SecretString } = await client.send(
        new GetSecretValueCommand({ SecretId: `${prefix}${name}`, VersionId: versionId }),
      );
      assert(SecretString, 'the secret is empty');
      return Values.parse(JSON.parse(SecretString));
    },
    keep: async (name, values, token) => {
      const kept = { SecretString: JSON.stringify(values), ClientRequestToken: token };
      const id = `${prefix}${name}`;
      const made = await client
        .send(new CreateSecretCommand({ Name: id, KmsKeyId: keyId, ...kept }))
        .catch((error: unknown) => {
          // There is one already, in an earlier version or by this request's own first try: both are answered by the next.
          if (!(error instanceof Error && error.name === 'ResourceExistsException')) throw error;
          return client.send(new PutSecretValueCommand({ SecretId: id, ...kept }));
        });
      assert(made.VersionId, 'Secrets Manager told no version');
      return { name, versionId: made.VersionId };
    },
  };
}
