import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { newSecret, signedHeaders } from '../../../functions/webhooks/signature.ts';

type Verify = (secret: string, headers: object, body: string, nowMs: number) => unknown;
let verifyWebhook: Verify;

/** The receiver that docs/webhooks.md shows, run as it is written there. */
beforeAll(async () => {
  const [, code = ''] = /```js\n(.*?)```/s.exec(readFileSync('docs/webhooks.md', 'utf8')) ?? [];
  const module = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  ({ verifyWebhook } = (await import(/* @vite-ignore */ module)) as { verifyWebhook: Verify });
});

const body = JSON.stringify({ id: 'evt_1', data: { state: '確定済み' } });
const sentAtMs = Date.parse('2026-11-02T00:00:00Z');
const signed = (...secrets: string[]) => signedHeaders({ id: 'evt_1', sentAtMs, body }, secrets);

describe('the receiver of the documentation', () => {
  test('takes what we send, with either secret of a rotation', () => {
    const [old, young] = [newSecret(), newSecret()];
    for (const secret of [old, young]) {
      expect(verifyWebhook(secret, signed(young, old), body, sentAtMs + 1000)).toEqual(JSON.parse(body));
    }
  });

  test('refuses what was changed, what others signed, and what is old', () => {
    const secret = newSecret();
    expect(() => verifyWebhook(secret, signed(secret), `${body} `, sentAtMs)).toThrow('not signed');
    expect(() => verifyWebhook(secret, signed(newSecret()), body, sentAtMs)).toThrow('not signed');
    expect(() => verifyWebhook(secret, signed(secret), body, sentAtMs + 301_000)).toThrow('too old');
  });
});
