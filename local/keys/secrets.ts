import { randomInt, randomUUID } from 'node:crypto';
import { AwsFailure } from '../endpoints/aws-failure.ts';
import type { JsonService } from '../endpoints/service-server.ts';
import type { Store } from '../store/store.ts';

export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly value: string;
  readonly versionId: string;
  readonly createdAtMs: number;
}

/** AWS::SecretsManager::Secret.GenerateSecretString. */
interface Generation {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly IncludeSpace?: boolean;
  readonly GenerateStringKey?: string;
  readonly SecretStringTemplate?: string;
}

/** A random secret after the rules of the template, put into its JSON template when it has one. */
export function generateSecret(rules: Generation): string {
  const alphabet = [
    rules.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rules.IncludeSpace ? ' ' : '',
  ].join('');
  const characters = [...alphabet].filter((character) => !rules.ExcludeCharacters?.includes(character));
  const password = Array.from(
    { length: rules.PasswordLength ?? 32 },
    () => characters[randomInt(characters.length)],
  ).join('');
  if (!rules.GenerateStringKey) return password;
  const template = JSON.parse(rules.SecretStringTemplate ?? '{}') as object;
  return JSON.stringify({ ...template, [rules.GenerateStringKey]: password });
}

export interface Secrets {
  /** The secret of a resource: a given text follows the template, a generated one is made once and kept. */
  ensure(arn: string, name: string, properties: Record<string, unknown>): Secret;
  find(nameOrArn: string): Secret;
}

export function createSecrets(store: Store, now: () => number): Secrets {
  const secrets = new Map<string, Secret>();
  return {
    ensure(arn, name, { SecretString, GenerateSecretString }) {
      const kept = store.get(`secret/${name}`);
      const known = kept ? (JSON.parse(kept) as Secret) : undefined;
      const given = SecretString as string | undefined;
      const value = given ?? known?.value ?? generateSecret((GenerateSecretString ?? {}) as Generation);
      const secret = known?.value === value ? known : { arn, name, value, versionId: randomUUID(), createdAtMs: now() };
      store.put(`secret/${name}`, JSON.stringify(secret));
      secrets.set(name, secret);
      return secret;
    },
    find(nameOrArn) {
      const secret = secrets.get(nameOrArn) ?? [...secrets.values()].find(({ arn }) => arn === nameOrArn);
      if (secret) return secret;
      throw new AwsFailure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    },
  };
}

/** GetSecretValue and DescribeSecret. */
export const secretsService =
  (secrets: Secrets): JsonService =>
  async (operation, input) => {
    const {
      arn: ARN,
      name: Name,
      value: SecretString,
      versionId: VersionId,
      createdAtMs,
    } = secrets.find(String(input.SecretId));
    const CreatedDate = createdAtMs / 1000;
    if (operation === 'GetSecretValue')
      return { ARN, Name, SecretString, VersionId, VersionStages: ['AWSCURRENT'], CreatedDate };
    if (operation === 'DescribeSecret')
      return { ARN, Name, CreatedDate, VersionIdsToStages: { [VersionId]: ['AWSCURRENT'] } };
    throw new AwsFailure('InvalidRequestException', `secretsmanager:${operation} is not served here`);
  };
