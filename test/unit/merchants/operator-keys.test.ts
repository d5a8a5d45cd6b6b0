import { beforeEach, describe, expect, test } from 'vitest';
import { type ApiKey, apiKeyOf, drawKey, hashOf } from '../../../functions/merchants/api-key.ts';
import { authorize } from '../../../functions/merchants/authorize.ts';
import { listOperatorKeys, RegisterOperatorKey } from '../../../functions/merchants/operator-key.contract.ts';
import {
  approveOperatorKey,
  type OperatorKeyPorts,
  registerOperatorKey,
  revokeOperatorKey,
} from '../../../functions/merchants/operator-keys.ts';
import { answer } from '../../../functions/shared/answer.ts';
import { route } from '../../../functions/shared/http.ts';
import type { AuthorizerContext, HttpEvent } from '../../../functions/shared/request.ts';

const operator = (label: string): ApiKey =>
  apiKeyOf(hashOf(drawKey('live')), 'live', { merchantId: '', scopes: ['operator'], label });

let sato: ApiKey;
let suzuki: ApiKey;
let kept: Map<string, ApiKey>;
let ports: OperatorKeyPorts;

beforeEach(() => {
  [sato, suzuki] = [operator('佐藤'), operator('鈴木')];
  kept = new Map([sato, suzuki].map((key) => [key.keyId, key]));
  const keep = (key: ApiKey) => void kept.set(key.keyId, key);
  ports = {
    clock: { now: () => Date.parse('2026-11-02T00:00:00Z') },
    environment: 'live',
    keys: {
      of: async () => [...kept.values()],
      earlier: async () => undefined,
      save: async (keys, _, told) => {
        keys.forEach(keep);
        return told;
      },
      change: async (key) => keep(key),
    },
  };
});

const by = ({ keyId }: ApiKey) => ({ actor: { by: keyId }, once: { key: 'k', body: 'b' } });

async function register(label: string, who: ApiKey, more: { readonly replaces?: string } = {}, key = drawKey('live')) {
  const { body } = await registerOperatorKey(ports, { label, sha256: hashOf(key), ...more }, by(who));
  expect(body).not.toContain(key);
  return String(JSON.parse(body).id);
}

/** As whom a request with the key of this context is carried out. */
const callerOf = async (context: AuthorizerContext): Promise<string> => {
  let as = '';
  const whoAmI = route(listOperatorKeys, async ({ caller }) => {
    as = caller.keyId;
    return answer(200, {});
  });
  const requestContext = { requestId: 'req_1', authorizer: { lambda: context } };
  await whoAmI.answer({ headers: {}, requestContext } as unknown as HttpEvent);
  return as;
};

const states = (...ids: readonly string[]) => ids.map((id) => kept.get(id)?.state);

describe('an operator’s key', () => {
  test('is not approved by whoever has registered it', async () => {
    const keyId = await register('高橋', sato);
    await expect(approveOperatorKey(ports, keyId, by(sato))).rejects.toMatchObject({ code: 'SecondPersonRequired' });
    expect(states(keyId)).toEqual(['pending']);
  });

  test('ends the ones before it of the same person, whether they are named or not: nobody is two people', async () => {
    const second = await register('佐藤', sato);
    const third = await register('佐藤', sato, { replaces: sato.keyId });
    await approveOperatorKey(ports, second, by(suzuki));
    expect(states(sato.keyId, second, third, suzuki.keyId)).toEqual(['revoked', 'active', 'pending', 'active']);
    await approveOperatorKey(ports, third, by(suzuki));
    expect(states(second, third, suzuki.keyId)).toEqual(['revoked', 'active', 'active']);
  });

  test('acts in the name of its holder’s first key: who proposed with one does not decide with the next', async () => {
    const contextOf = (key: string) =>
      authorize(
        { ...ports, keys: { find: async (hash) => [...kept.values()].find((one) => one.hash === hash) } },
        `Bearer ${key}`,
      );
    const [ofTakahashi, next, last] = [drawKey('live'), drawKey('live'), drawKey('live')];
    const waiting = await register('高橋', sato, {}, ofTakahashi);
    const second = await register('佐藤', sato, {}, next);
    await approveOperatorKey(ports, second, by(suzuki));
    const withdrawn = await register('佐藤', suzuki);
    await revokeOperatorKey(ports, withdrawn, sato.keyId);
    const third = await register('佐藤', suzuki, {}, last);
    const caller = await callerOf(await contextOf(next));
    expect(caller).toBe(sato.keyId);
    const himself = { actor: { by: caller }, once: { key: 'k', body: 'b' } };
    await expect(approveOperatorKey(ports, waiting, himself)).rejects.toMatchObject({ code: 'SecondPersonRequired' });
    await approveOperatorKey(ports, third, by(sato));
    expect(await callerOf(await contextOf(last))).toBe(sato.keyId);
    await approveOperatorKey(ports, waiting, by(suzuki));
    expect(await callerOf(await contextOf(ofTakahashi))).toBe(waiting);
  });

  test('is one person’s, however the name is written', async () => {
    const sam = await register('Sam Lee', sato);
    await approveOperatorKey(ports, sam, by(suzuki));
    const wide = await register('ｓａｍ　Ｌｅｅ', sato, { replaces: sam });
    await approveOperatorKey(ports, wide, by(suzuki));
    expect(states(sam, wide)).toEqual(['revoked', 'active']);
    expect(RegisterOperatorKey.safeParse({ label: '佐藤\u200b', sha256: '0'.repeat(64) }).success).toBe(false);
  });

  test('ends nobody else’s: what it replaces is not shown to whoever approves it', async () => {
    await expect(register('高橋', sato, { replaces: suzuki.keyId })).rejects.toMatchObject({ code: 'ApiKeyNotUsable' });
  });

  test('is registered once, and never again after it was revoked', async () => {
    const key = drawKey('live');
    const keyId = await register('高橋', sato, {}, key);
    await revokeOperatorKey(ports, keyId, suzuki.keyId);
    await expect(register('高橋', sato, {}, key)).rejects.toMatchObject({ code: 'ApiKeyNotUsable' });
  });

  test('is not revoked where fewer than two operators would remain', async () => {
    await expect(revokeOperatorKey(ports, suzuki.keyId, sato.keyId)).rejects.toMatchObject({
      code: 'LastOperatorKeys',
    });
  });

  test('that waits can be withdrawn at any time, and is then approved by nobody', async () => {
    const keyId = await register('高橋', sato);
    await revokeOperatorKey(ports, keyId, suzuki.keyId);
    await revokeOperatorKey(ports, keyId, sato.keyId);
    expect(kept.get(keyId)).toMatchObject({ state: 'revoked', revokedBy: suzuki.keyId, version: 2 });
    await expect(approveOperatorKey(ports, keyId, by(suzuki))).rejects.toMatchObject({ code: 'ApiKeyNotUsable' });
  });
});
