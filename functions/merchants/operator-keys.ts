import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { assertSecondPerson } from '../shared/four-eyes.ts';
import type { OnceRequest } from '../shared/once.ts';
import { type ApiKey, drawKey, type Environment, isValid, newApiKey } from './api-key.ts';
import { apiKeyResource, found, issued, newestFirst } from './api-keys.ts';
import { refuseCredential } from './credential.refusals.ts';
import type { OperatorRequest } from './merchant-ports.ts';

export interface OperatorKeyPorts {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly keys: {
    of(merchantId: ''): Promise<readonly ApiKey[]>;
    earlier(once: OnceRequest): Promise<Answer | undefined>;
    save(key: ApiKey, once: OnceRequest, told: Answer): Promise<Answer>;
    change(key: ApiKey): Promise<void>;
  };
}

/** Issues a key for another operator. It opens nothing until somebody else has approved it. */
export async function issueOperatorKey(
  ports: OperatorKeyPorts,
  { label }: { readonly label: string },
  { actor, once }: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.keys.earlier(once);
  if (earlier) return earlier;
  const written = drawKey(ports.environment);
  const of = { merchantId: '', scopes: ['operator' as const], label, state: 'pending' as const };
  const key = newApiKey(written, { ...of, createdAt: instant(ports.clock), createdBy: actor.by });
  return ports.keys.save(key, once, issued(key, written, ports));
}

/** The second person's word: from now on the key opens doors. */
export async function approveOperatorKey(
  ports: OperatorKeyPorts,
  keyId: string,
  { actor, once }: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.keys.earlier(once);
  if (earlier) return earlier;
  const key = found(await ports.keys.of(''), keyId);
  if (key.state !== 'pending') throw refuseCredential('ApiKeyNotUsable', `${keyId} is ${key.state} already.`);
  assertSecondPerson(key.createdBy ?? '', actor.by);
  const approved: ApiKey = { ...key, state: 'active', approvedBy: actor.by, version: key.version + 1 };
  return ports.keys.save(approved, once, answer(200, apiKeyResource(approved, ports.clock.now())));
}

/** What takes four eyes needs two people with keys. */
const operatorsMin = 2;

/** Revokes an operator's key, if that is still to be done and two others remain. */
export async function revokeOperatorKey(ports: OperatorKeyPorts, keyId: string, by: string): Promise<Answer> {
  const all = await ports.keys.of('');
  const key = found(all, keyId);
  const now = ports.clock.now();
  const revoked: ApiKey = { ...key, state: 'revoked', revokedBy: by, version: key.version + 1 };
  if (key.state === 'revoked') return answer(200, apiKeyResource(key, now));
  const remaining = all.filter((one) => one !== key && isValid(one, now));
  if (isValid(key, now) && remaining.length < operatorsMin) {
    throw refuseCredential('LastOperatorKeys', 'Approve the keys of two others first.', { operatorsMin });
  }
  await ports.keys.change(revoked);
  return answer(200, apiKeyResource(revoked, now));
}

/** The keys of all operators, newest first; never the keys themselves. */
export async function listOperatorKeys(ports: OperatorKeyPorts): Promise<Answer> {
  return answer(200, { items: newestFirst(await ports.keys.of(''), ports.clock.now()), nextCursor: null });
}
