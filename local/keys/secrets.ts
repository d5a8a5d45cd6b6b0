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
  readonly previous?: { readonly value: string; readonly versionId: string };
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
  /** A secret that a function makes: with the same token and text it is there already, with others the name is taken. */
  create(name: string, written: Written): Secret;
  /** A new version; the one before it stays as the previous one. */
  put(nameOrArn: string, written: Written): Secret;
  find(nameOrArn: string): Secret;
}

interface Written {
  readonly value: string;
  readonly token: string;
}

export function createSecrets(
  store: Store,
  now: () => number,
  { region, account }: { readonly region: string; readonly account: string },
): Secrets {
  const secrets = new Map<string, Secret>();
  const keep = (secret: Secret): Secret => {
    store.put(`secret/${secret.name}`, JSON.stringify(secret));
    secrets.set(secret.name, secret);
    return secret;
  };
  const lookUp = (name: string): Secret | undefined => {
    const kept = secrets.get(name) ?? store.get(`secret/${name}`);
    return typeof kept === 'string' ? (JSON.parse(kept) as Secret) : kept;
  };
  const find = (nameOrArn: string): Secret => {
    const ofArn = /:secret:(?<name>.+)-[A-Za-z0-9]{6}$/.exec(nameOrArn)?.groups?.name;
    const secret = lookUp(ofArn ?? nameOrArn) ?? [...secrets.values()].find(({ arn }) => arn === nameOrArn);
    if (secret) return secret;
    throw new AwsFailure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };
  return {
    find,
    ensure(arn, name, { SecretString, GenerateSecretString }) {
      const known = lookUp(name);
      const given = SecretString as string | undefined;
      const value = given ?? known?.value ?? generateSecret((GenerateSecretString ?? {}) as Generation);
      return keep(known?.value === value ? known : { arn, name, value, versionId: randomUUID(), createdAtMs: now() });
    },
    create(name, { value, token }) {
      const known = lookUp(name);
      if (known) return sameVersion(known, { value, token });
      const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-local0`;
      return keep({ arn, name, value, versionId: token, createdAtMs: now() });
    },
    put(nameOrArn, { value, token }) {
      const known = find(nameOrArn);
      if (known.versionId === token) return sameVersion(known, { value, token });
      const previous = { value: known.value, versionId: known.versionId };
      return keep({ ...known, value, versionId: token, createdAtMs: now(), previous });
    },
  };
}

function sameVersion(known: Secret, { value, token }: Written): Secret {
  if (known.versionId === token && known.value === value) return known;
  throw new AwsFailure('ResourceExistsException', 'The operation failed because the secret already exists.');
}

/** The text of the version that is asked for by its id: the current one or the one before it. */
function versionOf({ value, versionId, previous }: Secret, asked: string | undefined) {
  const current = { value, versionId, stages: ['AWSCURRENT'] };
  if (asked === undefined || asked === versionId) return current;
  if (asked === previous?.versionId) return { ...previous, stages: ['AWSPREVIOUS'] };
  throw new AwsFailure('ResourceNotFoundException', "Secrets Manager can't find the specified secret value.");
}

const written = (input: Record<string, unknown>): Written => ({
  value: String(input.SecretString),
  token: String(input.ClientRequestToken ?? randomUUID()),
});

/** As much of Secrets Manager as a function asks of it: reading a version, making a secret and giving it a new version. */
export const secretsService =
  (secrets: Secrets): JsonService =>
  async (operation, input) => {
    switch (operation) {
      case 'CreateSecret':
        return named(secrets.create(String(input.Name), written(input)));
      case 'PutSecretValue':
        return named(secrets.put(String(input.SecretId), written(input)));
      case 'GetSecretValue': {
        const secret = secrets.find(String(input.SecretId));
        const { value, versionId, stages } = versionOf(secret, input.VersionId as string | undefined);
        return { ...dated(secret), SecretString: value, VersionId: versionId, VersionStages: stages };
      }
      case 'DescribeSecret': {
        const secret = secrets.find(String(input.SecretId));
        return { ...dated(secret), VersionIdsToStages: { [secret.versionId]: ['AWSCURRENT'] } };
      }
      default:
        throw new AwsFailure('InvalidRequestException', `secretsmanager:${operation} is not served here`);
    }
  };

const named = ({ arn: ARN, name: Name, versionId: VersionId }: Secret) => ({ ARN, Name, VersionId });
const dated = ({ arn: ARN, name: Name, createdAtMs }: Secret) => ({ ARN, Name, CreatedDate: createdAtMs / 1000 });
