import { beforeAll, describe, expect, test } from 'vitest';
import { apiKeyWrites, findApiKey } from '../../../functions/merchants/api-key.store.ts';
import { drawKey, hashOf, newApiKey } from '../../../functions/merchants/api-key.ts';
import { issueApiKey, revokeApiKey, rotateApiKey } from '../../../functions/merchants/api-keys.ts';
import { findConnection } from '../../../functions/merchants/connection.store.ts';
import { opens } from '../../../functions/merchants/connection.ts';
import { issueConnection, revokeConnection, rotateConnection } from '../../../functions/merchants/connections.ts';
import type { ApiKeyResource } from '../../../functions/merchants/credential.contract.ts';
import { bodyOf } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { by, onboardingWorld } from '../../support/onboarding-world.ts';

let tables: TestTables;
let world: ReturnType<typeof onboardingWorld>;
beforeAll(async () => {
  tables = await testTables();
  world = onboardingWorld(tables);
});

const hour = 60 * 60 * 1000;
const keyOf = (key: string) => findApiKey(tables.transactions, hashOf(key));
const everything = async () => JSON.stringify((await tables.transactions.scan({})).items);

describe('P1 a key', () => {
  test('opens the doors of operators only from the place of their keys', async () => {
    const key = drawKey('test');
    const staff = newApiKey(key, { merchantId: '', scopes: ['operator'], label: 'x', createdAt: '', createdBy: 'one' });
    const forged = { ...staff, PK: `APIKEY#${staff.hash}`, SK: 'APIKEY' };
    await tables.transactions.write({ table: tables.transactions.name, put: forged });
    expect(await keyOf(key)).toBeUndefined();
    await tables.transactions.write({
      table: tables.transactions.name,
      put: { ...forged, merchantId: 'mer_a', scopes: ['operator'] },
    });
    expect(await keyOf(key)).toBeUndefined();
    await tables.transactions.write(...apiKeyWrites(tables.transactions.name, staff));
    expect(await keyOf(key)).toMatchObject({ scopes: ['operator'], merchantId: '' });
  });

  test('is kept as a hash, and a repeat of the request is told the same key', async () => {
    const { id } = await world.approved();
    const request = by('one');
    const asked = { environment: 'test', label: '本店' } as const;
    const first = await issueApiKey(world.ports, id, asked, request);
    const again = await issueApiKey(world.ports, id, asked, request);
    expect(again).toMatchObject({ body: first.body, replayed: true });
    const { key } = bodyOf<{ key: string }>(first);
    expect(await keyOf(key)).toMatchObject({ merchantId: id, state: 'active', createdBy: 'one' });
    expect(await everything()).not.toContain(key);
  });

  test('has the rights that were asked for, and no others', async () => {
    const { id } = await world.approved();
    const asked = { environment: 'test', label: '出荷', scopes: ['orders:read' as const] } as const;
    const { key } = bodyOf<{ key: string }>(
      await issueApiKey(world.ports, id, { ...asked, scopes: [...asked.scopes] }, by('one')),
    );
    expect((await keyOf(key))?.scopes).toEqual(['orders:read']);
    expect((await keyOf((await world.issueKey(id)).key))?.scopes).not.toContain('operator');
  });

  test('that is ending is not replaced again, and its successor is', async () => {
    const { id } = await world.approved();
    const { id: keyId, key } = await world.issueKey(id);
    const rotate = async (of: string, overlapHours: number) =>
      bodyOf<ApiKeyResource>(
        await rotateApiKey(world.ports, { merchantId: id, keyId: of }, { overlapHours }, by('one')),
      );
    const successor = await rotate(keyId, 1);
    await expect(rotate(keyId, 168)).rejects.toMatchObject({ code: 'ApiKeyEnding' });
    expect((await rotate(successor.id, 168)).state).toBe('active');
    expect((await keyOf(key))?.validUntil).toBe(new Date(world.time.now + hour).toISOString());
  });

  test('that is revoked stays revoked, and is not rotated', async () => {
    const { id } = await world.approved();
    const { id: keyId, key } = await world.issueKey(id);
    await revokeApiKey(world.ports, { merchantId: id, keyId }, { by: 'one' });
    await revokeApiKey(world.ports, { merchantId: id, keyId }, { by: 'two' });
    expect(await keyOf(key)).toMatchObject({ state: 'revoked', revokedBy: 'one' });
    const rotation = rotateApiKey(world.ports, { merchantId: id, keyId }, { overlapHours: 1 }, by('one'));
    await expect(rotation).rejects.toMatchObject({ code: 'ApiKeyNotUsable' });
  });

  test('of another merchant is not found', async () => {
    const [ours, theirs] = [await world.approved(), await world.approved()];
    const { id: keyId } = await world.issueKey(theirs.id);
    const revoking = revokeApiKey(world.ports, { merchantId: ours.id, keyId }, { by: 'one' });
    await expect(revoking).rejects.toMatchObject({ code: 'ApiKeyNotFound' });
  });

  test('is not the twenty-first of a merchant', async () => {
    const { id } = await world.approved();
    for (let count = 0; count < 20; count++) await world.issueKey(id, `${count}`);
    await expect(world.issueKey(id)).rejects.toMatchObject({ code: 'ApiKeyLimitReached' });
  });
});

describe('P1 a login for existing software', () => {
  const login = async (merchantId: string) =>
    findConnection(tables.transactions, { system: 'paid', login: merchantId });
  const opensWith = async (merchantId: string, secret: string, at = world.time.now) => {
    const connection = await login(merchantId);
    return connection !== undefined && (await opens(connection, secret, at));
  };
  const secretOf = (told: Parameters<typeof bodyOf>[0]) => bodyOf<{ secret: string }>(told).secret;

  test('opens with both secrets until the overlap ends, and with none once it is revoked', async () => {
    const { id } = await world.approved();
    const path = { merchantId: id, system: 'paid' };
    const first = secretOf(await issueConnection(world.ports, id, { system: 'paid' }, by('one')));
    const second = secretOf(await rotateConnection(world.ports, path, { overlapHours: 2 }, by('one')));
    expect([await opensWith(id, first), await opensWith(id, second)]).toEqual([true, true]);
    const later = world.time.now + 2 * hour;
    expect([await opensWith(id, first, later), await opensWith(id, second, later)]).toEqual([false, true]);
    expect(await opensWith(id, 'f'.repeat(32))).toBe(false);
    await revokeConnection(world.ports, path, { by: 'one' });
    expect([await opensWith(id, first), await opensWith(id, second)]).toEqual([false, false]);
    const third = secretOf(await issueConnection(world.ports, id, { system: 'paid' }, by('one')));
    expect([await opensWith(id, second), await opensWith(id, third)]).toEqual([false, true]);
  });

  test('is one for each system', async () => {
    const { id } = await world.approved();
    await issueConnection(world.ports, id, { system: 'gmo_payment' }, by('one'));
    const second = issueConnection(world.ports, id, { system: 'gmo_payment' }, by('one'));
    await expect(second).rejects.toMatchObject({ code: 'ConnectionExists' });
    await issueConnection(world.ports, id, { system: 'gmo_remittance' }, by('one'));
  });
});
