import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { instant } from '../shared/clock.ts';
import type { Scope } from '../shared/contract.ts';
import { type ListPage, pageOfList } from '../shared/page-of-list.ts';
import { type ApiKey, drawKey, isValid, newApiKey } from './api-key.ts';
import { type ApiKeyResource, type IssueApiKey, merchantScopes, type Rotate } from './credential.contract.ts';
import { refuseCredential } from './credential.refusals.ts';
import { keyRights } from './key-rights.ts';
import { assertState, changed, type Merchant, moveMerchant } from './merchant.ts';
import { type CredentialPorts, type OperatorRequest, onMerchant } from './merchant-ports.ts';
import { useProposal } from './use-proposal.ts';

export interface ApiKeyPorts extends CredentialPorts {
  readonly keys: { of(merchantId: string): Promise<readonly ApiKey[]> };
}

interface KeyPath {
  readonly merchantId: string;
  readonly keyId: string;
}

/** Every one of them changes in the write that suspends their merchant (a transaction takes a hundred items). */
const usableMax = 20;
const beforeLive = ['approved', 'sandbox_issued', 'connection_test', 'live'] as const;

/** Issues a key, which is shown in this answer only. The first test key opens the merchant's sandbox (P1, P32). */
export const issueApiKey = (
  ports: ApiKeyPorts,
  merchantId: string,
  { environment, label, scopes }: IssueApiKey,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, merchantId, request, async (merchant, at) => {
    if (environment !== ports.environment) {
      const detail = `This deployment serves ${ports.environment} keys. A ${environment} key is issued where it is used.`;
      throw refuseCredential('KeyEnvironmentUnavailable', detail, { environment: ports.environment });
    }
    assertState(merchant, `a ${environment} key`, ...(environment === 'live' ? (['live'] as const) : beforeLive));
    assertRoom(await ports.keys.of(merchantId), ports);
    const written = drawKey(environment);
    const key = newApiKey(written, {
      merchantId,
      scopes: scopes ?? merchantScopes,
      ...keyRights(merchant),
      label,
      createdAt: at,
      createdBy: request.actor.by,
    });
    return {
      merchant: withCredentials(agreed(ports, merchant, at), at),
      event: 'api_key.issued',
      keys: [key],
      told: issued(key, written, ports),
    };
  });

/** What is issued where real money is moved is seen by the operator who issues it: two people agree on each. */
export const agreed = ({ environment }: Pick<ApiKeyPorts, 'environment'>, merchant: Merchant, at: string): Merchant =>
  environment === 'live' ? useProposal(merchant, 'issue_live_credentials', at) : merchant;

/** A merchant that has its first credentials is one whose sandbox is open. */
export const withCredentials = (merchant: Merchant, at: string): Merchant =>
  merchant.state === 'approved'
    ? moveMerchant(merchant, 'sandbox_issued', at, 'credentials_issued')
    : changed(merchant, at);

/** Replaces a key. Both open doors until the overlap ends, so that no system has to change at the same moment. */
export const rotateApiKey = (
  ports: ApiKeyPorts,
  { merchantId, keyId }: KeyPath,
  { overlapHours }: Rotate,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, merchantId, request, async (merchant, at) => {
    const all = await ports.keys.of(merchantId);
    const old = found(all, keyId);
    const now = ports.clock.now();
    if (!isValid(old, now)) throw refuseCredential('ApiKeyNotUsable', `${keyId} opens nothing any more.`);
    assertNotEnding(old);
    assertRoom(all, ports);
    const written = drawKey(old.environment);
    const { label } = old;
    const scopes: Scope[] = [...old.scopes];
    const of = { merchantId, scopes, label, ...keyRights(merchant) };
    const key = newApiKey(written, { ...of, createdAt: at, createdBy: request.actor.by });
    const validUntil = new Date(now + overlapHours * 3_600_000).toISOString();
    return {
      merchant: changed(agreed(ports, merchant, at), at),
      event: 'api_key.rotated',
      keys: [key, { ...old, validUntil, version: old.version + 1 }],
      told: issued(key, written, ports),
    };
  });

/** Revokes a key, if that is still to be done. The authorizer forgets what it knows of a key within a minute. */
export async function revokeApiKey(ports: ApiKeyPorts, { merchantId, keyId }: KeyPath, actor: Actor): Promise<Answer> {
  const merchant = await ports.merchants.get(merchantId);
  const key = found(await ports.keys.of(merchantId), keyId);
  const revoked: ApiKey = { ...key, state: 'revoked', revokedBy: actor.by, version: key.version + 1 };
  if (key.state !== 'revoked') {
    const effect = { merchant: changed(merchant, instant(ports.clock)), keys: [revoked] };
    await ports.merchants.change({ ...effect, event: 'api_key.revoked' }, actor);
  }
  return answer(200, apiKeyResource(revoked, ports.clock.now()));
}

/** A merchant's keys, newest first; never the keys themselves. */
export async function listApiKeys(ports: ApiKeyPorts, merchantId: string, page: ListPage): Promise<Answer> {
  await ports.merchants.get(merchantId);
  const now = ports.clock.now();
  const keys = newestFirst(await ports.keys.of(merchantId), now);
  return answer(200, pageOfList(`keys of ${merchantId}`, keys, page));
}

export const newestFirst = (keys: readonly ApiKey[], now: number): ApiKeyResource[] =>
  keys.toSorted((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1)).map((key) => apiKeyResource(key, now));

export const apiKeyResource = (key: ApiKey, now: number): ApiKeyResource => ({
  id: key.keyId,
  label: key.label,
  environment: key.environment,
  scopes: key.scopes,
  state: key.state === 'active' && !isValid(key, now) ? 'expired' : key.state,
  readOnly: key.isRestricted,
  validUntil: key.validUntil ?? null,
  createdAt: key.createdAt ?? null,
  createdBy: key.createdBy ?? null,
});

export const issued = (key: ApiKey, written: string, { clock }: Pick<ApiKeyPorts, 'clock'>): Answer =>
  answer(201, { ...apiKeyResource(key, clock.now()), key: written });

export function found(keys: readonly ApiKey[], keyId: string): ApiKey {
  const key = keys.find((one) => one.keyId === keyId);
  if (key) return key;
  throw refuseCredential('ApiKeyNotFound', `There is no key ${keyId}.`);
}

function assertRoom(keys: readonly ApiKey[], { clock }: Pick<ApiKeyPorts, 'clock'>): void {
  if (keys.filter((key) => isValid(key, clock.now())).length < usableMax) return;
  throw refuseCredential('ApiKeyLimitReached', `A merchant has at most ${usableMax} keys. Revoke one first.`, {
    usableMax,
  });
}

/** A key has one successor: whoever wants another one rotates that, or else nobody could say which of them is in use. */
function assertNotEnding({ keyId, validUntil }: ApiKey): void {
  if (validUntil === undefined) return;
  const told = `${keyId} has been replaced and opens doors until ${validUntil}. Rotate the key that replaces it.`;
  throw refuseCredential('ApiKeyEnding', told, { validUntil });
}
