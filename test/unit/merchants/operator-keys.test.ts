import { beforeEach, describe, expect, test } from 'vitest';
import { type ApiKey, apiKeyOf, drawKey, hashOf } from '../../../functions/merchants/api-key.ts';
import {
  approveOperatorKey,
  type OperatorKeyPorts,
  registerOperatorKey,
  revokeOperatorKey,
} from '../../../functions/merchants/operator-keys.ts';

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
