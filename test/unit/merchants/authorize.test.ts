import { describe, expect, test } from 'vitest';
import { type ApiKey, drawKey, environmentOf, newApiKey } from '../../../functions/merchants/api-key.ts';
import { type AuthorizePorts, authorize } from '../../../functions/merchants/authorize.ts';
import type { Taken } from '../../../functions/merchants/token-buckets.ts';

const now = Date.parse('2026-11-02T00:00:00Z');
const key = newApiKey('sk_test_demo', { merchantId: 'mer_demo', scopes: ['orders:read', 'orders:write'] });
const staff = newApiKey('sk_test_operator', { merchantId: '', scopes: ['operator'] });

const ports = (keys: readonly ApiKey[], environment: 'test' | 'live' = 'test'): AuthorizePorts => ({
  keys: { find: async (hash) => keys.find((one) => one.hash === hash) },
  clock: { now: () => now },
  environment,
});

describe('a request is known by its key', () => {
  test('a merchant key gives the merchant and the rights', async () => {
    expect(await authorize(ports([key, staff]), 'Bearer sk_test_demo')).toEqual({
      kind: 'merchant',
      keyId: key.keyId,
      merchantId: 'mer_demo',
      scopes: 'orders:read orders:write',
      methods: 'paid',
    });
  });

  test('and by how much of its share is left', async () => {
    const asked: string[] = [];
    const takes = (taken: Taken) => (keyId: string) => {
      asked.push(keyId);
      return taken;
    };
    const left = { ...ports([key]), take: takes({ remaining: 7 }) };
    expect(await authorize(left, 'Bearer sk_test_demo')).toMatchObject({ kind: 'merchant', remaining: '7' });
    const none = { ...ports([key]), take: takes({ remaining: 0, retryAfter: 3 }) };
    expect(await authorize(none, 'Bearer sk_test_demo')).toMatchObject({ remaining: '0', retryAfter: '3' });
    await authorize(none, 'Bearer sk_test_nobody');
    expect(asked).toEqual([key.keyId, key.keyId]);
  });

  test('an operator key belongs to no merchant', async () => {
    const context = await authorize(ports([key, staff]), 'bearer  sk_test_operator');
    expect(context).toMatchObject({ kind: 'operator', merchantId: '', scopes: 'operator' });
  });

  test.for([
    ['no header', undefined],
    ['another scheme', 'Basic sk_test_demo'],
    ['an unknown key', 'Bearer sk_test_nobody'],
    ['no key after the scheme', 'Bearer '],
    ['text that is not a key', "Bearer sk_test_demo' OR 1=1"],
    ['a key of another world', 'Bearer sk_live_demo'],
  ] as const)('%s is nobody', async ([, header]) => {
    expect(await authorize(ports([key]), header)).toEqual({ kind: 'anonymous' });
  });

  test('text that is not a key costs no look-up', async () => {
    const find = async () => {
      throw new Error('looked up');
    };
    expect(await authorize({ ...ports([]), keys: { find } }, 'Bearer x')).toEqual({ kind: 'anonymous' });
  });

  test('a test key opens nothing in production', async () => {
    expect(await authorize(ports([key], 'live'), 'Bearer sk_test_demo')).toEqual({ kind: 'anonymous' });
  });

  test('a revoked key is nobody', async () => {
    const revoked: ApiKey = { ...key, state: 'revoked' };
    expect(await authorize(ports([revoked]), 'Bearer sk_test_demo')).toEqual({ kind: 'anonymous' });
  });

  test('a key opens doors until its last instant and not after', async () => {
    const justOver: ApiKey = { ...key, validUntil: '2026-11-02T00:00:00.000Z' };
    const stillValid: ApiKey = { ...key, validUntil: '2026-11-02T00:00:00.001Z' };
    expect(await authorize(ports([justOver]), 'Bearer sk_test_demo')).toEqual({ kind: 'anonymous' });
    expect(await authorize(ports([stillValid]), 'Bearer sk_test_demo')).toMatchObject({ kind: 'merchant' });
  });

  test('RH a key of a suspended merchant is known, and said to be good for reading only', async () => {
    const suspended: ApiKey = { ...key, isRestricted: true };
    expect(await authorize(ports([suspended]), 'Bearer sk_test_demo')).toMatchObject({
      merchantId: 'mer_demo',
      restricted: 'true',
    });
  });

  test('an operator’s key that nobody has approved yet is nobody’s', async () => {
    const pending: ApiKey = { ...staff, state: 'pending' };
    expect(await authorize(ports([pending]), 'Bearer sk_test_operator')).toEqual({ kind: 'anonymous' });
  });

  test('P1 a key is drawn at random, and its own text says for which world', () => {
    const keys = Array.from({ length: 100 }, () => drawKey('live'));
    expect(new Set(keys).size).toBe(100);
    expect(keys.map(environmentOf).every((environment) => environment === 'live')).toBe(true);
  });

  test('what is kept of a key does not contain it', () => {
    expect(JSON.stringify(key)).not.toContain('sk_test_demo');
  });
});
