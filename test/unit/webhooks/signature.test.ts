import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newSecret, signedHeaders } from '../../../functions/webhooks/signature.ts';

const body = JSON.stringify({ id: 'evt_1', type: 'order.confirmed', data: { reference: 'コーヒー豆' } });
const sentAtMs = Date.parse('2026-11-02T00:00:00.999Z');
const message = { id: 'evt_1', sentAtMs, body };

beforeEach(() => void vi.setSystemTime(sentAtMs));
afterEach(() => void vi.useRealTimers());

describe('a signature', () => {
  test('is one that the library of Standard Webhooks verifies', () => {
    const secret = newSecret();
    expect(new Webhook(secret).verify(body, signedHeaders(message, [secret]))).toEqual(JSON.parse(body));
  });

  test('is the one that the library would have made', () => {
    const secret = newSecret();
    const theirs = new Webhook(secret).sign('evt_1', new Date(sentAtMs), body);
    expect(signedHeaders(message, [secret])['webhook-signature']).toBe(theirs);
  });

  test('is refused for another body, another id, another secret, and six minutes later', () => {
    const secret = newSecret();
    const headers = signedHeaders(message, [secret]);
    const verify = (changed: object, text = body, by = secret) =>
      new Webhook(by).verify(text, { ...headers, ...changed });
    expect(() => verify({}, `${body} `)).toThrow();
    expect(() => verify({ 'webhook-id': 'evt_2' })).toThrow();
    expect(() => verify({}, body, newSecret())).toThrow();
    vi.setSystemTime(sentAtMs + 6 * 60_000);
    expect(() => verify({})).toThrow();
  });

  test('of two secrets is verified by either while one replaces the other', () => {
    const [old, young] = [newSecret(), newSecret()];
    const headers = signedHeaders(message, [young, old]);
    for (const secret of [old, young]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
  });
});

test('a secret is written whsec_ and has 256 bits, and no two are the same', () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
});
