import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { assertSecondPerson } from '../shared/four-eyes.ts';
import type { OnceRequest } from '../shared/once.ts';
import { type ListPage, pageOfList } from '../shared/page-of-list.ts';
import { type ApiKey, apiKeyOf, type Environment, isValid } from './api-key.ts';
import { apiKeyResource, found, newestFirst } from './api-keys.ts';
import { refuseCredential } from './credential.refusals.ts';
import type { OperatorRequest } from './merchant-ports.ts';
import type { RegisterOperatorKey } from './operator-key.contract.ts';

export interface OperatorKeyPorts {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly keys: {
    of(merchantId: ''): Promise<readonly ApiKey[]>;
    earlier(once: OnceRequest): Promise<Answer | undefined>;
    save(keys: readonly ApiKey[], once: OnceRequest, told: Answer): Promise<Answer>;
    change(key: ApiKey): Promise<void>;
  };
}

/**
 * Registers the key of an operator by its hash: the holder has drawn it and is the only one who has ever seen it, or else whoever
 * made it could be two people. It opens nothing until somebody else has approved it.
 */
export async function registerOperatorKey(
  ports: OperatorKeyPorts,
  { label, sha256, replaces }: RegisterOperatorKey,
  { actor, once }: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.keys.earlier(once);
  if (earlier) return earlier;
  const all = await ports.keys.of('');
  if (all.some(({ hash }) => hash === sha256))
    throw refuseCredential('ApiKeyNotUsable', 'This key is registered already.');
  if (replaces !== undefined && !isOneHolder(found(all, replaces), { label })) {
    throw refuseCredential('ApiKeyNotUsable', `${replaces} is the key of somebody else.`);
  }
  const of = { merchantId: '', scopes: ['operator' as const], label, state: 'pending' as const };
  const made = {
    createdAt: instant(ports.clock),
    createdBy: actor.by,
    ...(replaces === undefined ? {} : { replaces }),
  };
  const key = apiKeyOf(sha256, ports.environment, { ...of, ...made });
  return ports.keys.save([key], once, answer(201, apiKeyResource(key, ports.clock.now())));
}

/**
 * The second person's word: from now on the key opens doors, and the one that it replaces does not. Neither does any other under
 * the same name: a person with two keys would be two to whatever takes four eyes. So would one who proposes with a key and decides
 * with its successor, which is why that acts in the name of the first.
 */
export async function approveOperatorKey(
  ports: OperatorKeyPorts,
  keyId: string,
  { actor, once }: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.keys.earlier(once);
  if (earlier) return earlier;
  const all = await ports.keys.of('');
  const key = found(all, keyId);
  if (key.state !== 'pending') throw refuseCredential('ApiKeyNotUsable', `${keyId} is ${key.state} already.`);
  assertSecondPerson(key.createdBy ?? '', actor.by);
  const person = personOf(all, key);
  const approved: ApiKey = { ...key, ...person, state: 'active', approvedBy: actor.by, version: key.version + 1 };
  const now = ports.clock.now();
  const former = all.filter((one) => isOneHolder(one, key) && isValid(one, now));
  const keys = [approved, ...former.map((one) => revokedBy(one, actor.by))];
  return ports.keys.save(keys, once, answer(200, apiKeyResource(approved, now)));
}

type Held = Pick<ApiKey, 'label'>;

export const isOneHolder = (one: Held, other: Held): boolean => holderOf(one) === holderOf(other);

/** Whoever approves sees the same name in full-width letters, in capitals, or with another blank in it. */
const holderOf = ({ label }: Held): string => label.normalize('NFKC').replace(/\s+/gu, ' ').toLowerCase();

/** The key by which a new one's holder is known: the first that has ever opened doors under this name. */
export function personOf(all: readonly ApiKey[], key: Held): Pick<ApiKey, 'personId'> {
  const had = all.filter((one) => isOneHolder(one, key) && hasOpened(one));
  const [first] = had.toSorted((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? -1 : 1));
  return first ? { personId: first.personId ?? first.keyId } : {};
}

/** A key that was withdrawn while it waited has stood for nobody. */
const hasOpened = ({ state, approvedBy, createdBy }: ApiKey): boolean =>
  state === 'active' || approvedBy !== undefined || createdBy === 'system:first-operators';

const revokedBy = (key: ApiKey, by: string): ApiKey => ({
  ...key,
  state: 'revoked',
  revokedBy: by,
  version: key.version + 1,
});

/** What takes four eyes needs two people with keys. */
const operatorsMin = 2;

/** Revokes an operator's key, if that is still to be done and two others remain. */
export async function revokeOperatorKey(ports: OperatorKeyPorts, keyId: string, by: string): Promise<Answer> {
  const all = await ports.keys.of('');
  const key = found(all, keyId);
  const now = ports.clock.now();
  const revoked = revokedBy(key, by);
  if (key.state === 'revoked') return answer(200, apiKeyResource(key, now));
  const remaining = all.filter((one) => one !== key && isValid(one, now));
  if (isValid(key, now) && remaining.length < operatorsMin) {
    throw refuseCredential('LastOperatorKeys', 'Approve the keys of two others first.', { operatorsMin });
  }
  await ports.keys.change(revoked);
  return answer(200, apiKeyResource(revoked, now));
}

/** The keys of all operators, newest first; never the keys themselves. */
export async function listOperatorKeys(ports: OperatorKeyPorts, page: ListPage): Promise<Answer> {
  return answer(200, pageOfList('keys of operators', newestFirst(await ports.keys.of(''), ports.clock.now()), page));
}
