import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import assets from '../../../functions/api/api.assets.json' with { type: 'json' };
import { getProblem } from '../../../functions/api/api.contract.ts';
import { assetAnswer, documentAnswer, type ReadAsset, referenceAnswer } from '../../../functions/api/docs.ts';
import { checkHealth } from '../../../functions/api/health.ts';
import { problemPages } from '../../../functions/api/problem-page.ts';

/** As the bundle has them: api.assets.json says which file lies beside it under which name. */
const read: ReadAsset = (name) => readFile((assets as Record<string, string>)[name] ?? `no asset ${name}`);

describe('the reference', () => {
  test('loads only parts that it serves itself', async () => {
    const page = (await referenceAnswer(read)).body;
    const parts = [...page.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(parts).toEqual(['docs/swagger-ui.css', 'openapi.json', 'docs/swagger-ui-bundle.js', 'docs/start.js']);
    for (const part of parts.filter((one) => one.startsWith('docs/'))) {
      expect((await assetAnswer(read, part.slice('docs/'.length))).status).toBe(200);
    }
  });

  test('allows no inline script or style, and no other origin', async () => {
    const { headers, body } = await referenceAnswer(read);
    expect(headers?.['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers?.['content-security-policy']).not.toContain('unsafe');
    expect(body).not.toMatch(/<script>|<style|style=|https?:\/\//);
  });

  test('serves its script compressed and whole', async () => {
    const { body, isBase64Encoded, headers } = await assetAnswer(read, 'swagger-ui-bundle.js');
    expect([isBase64Encoded, headers?.['content-encoding']]).toEqual([true, 'gzip']);
    expect(gunzipSync(Buffer.from(body, 'base64')).equals(await read('swagger-ui-bundle.js'))).toBe(true);
    expect(body.length).toBeLessThan(1_000_000);
  });

  test.for(['../package.json', 'openapi.json', 'index.mjs', 'constructor'])('has no part %s', async (name) => {
    await expect(assetAnswer(read, name)).rejects.toMatchObject({ code: 'RouteNotFound' });
  });

  const pathsAt = async (stage: string) => {
    const { openapi, paths } = JSON.parse((await documentAnswer(read, stage)).body);
    expect(openapi).toBe('3.1.1');
    return Object.keys(paths);
  };

  test('serves the committed document', async () => {
    expect(await pathsAt('sandbox')).toEqual(expect.arrayContaining(['/v1/orders', '/v1/test/clock']));
  });

  test('is silent in production about what only the sandbox has', async () => {
    const paths = await pathsAt('production');
    expect(paths).toContain('/v1/orders');
    expect(paths.filter((path) => path.includes('/test/'))).toEqual([]);
  });
});

describe('the page of a problem', () => {
  const pageOf = problemPages(read);

  test('says what the problem is called and answers, what it means and what to do', async () => {
    const { status, body, headers } = await pageOf('credit-limit-exceeded');
    expect([status, [headers?.['content-type']]]).toEqual([200, getProblem.answers[200].mediaTypes]);
    expect(body).toContain("<h1>The buyer's credit limit does not cover this</h1>");
    expect(body).toContain('HTTP status 422, code <code>CreditLimitExceeded</code>');
    expect(body).toContain('<code>availableYen</code>');
  });

  test('is there for every section of docs/problems.md, without its Markdown', async () => {
    const names = [...(await read('problems.md')).toString().matchAll(/^## (.+)$/gm)].map(([, name]) => name ?? '');
    expect(names).toContain('too-busy');
    for (const name of names) {
      const { body } = await pageOf(name);
      expect(body).toMatch(/HTTP status [45]\d\d, code/);
      expect(body).not.toMatch(/`|\]\(|^## /m);
    }
  });

  test.for(['nothing', '', '..', 'Too-busy', 'too-busy\n', '<script>'])('is not there for %j', async (name) => {
    await expect(pageOf(name)).rejects.toMatchObject({ code: 'RouteNotFound' });
  });
});

describe('health', () => {
  test('is ok when everything answers', async () => {
    expect(await checkHealth({ a: async () => undefined, b: async () => 1 })).toEqual({
      status: 200,
      body: '{"status":"ok"}',
    });
  });

  test('is not ready when one part does not answer, and does not say which to the caller', async () => {
    const down = async () => Promise.reject(new Error('ECONNREFUSED'));
    const health = checkHealth({ a: async () => undefined, ledger: down });
    await expect(health).rejects.toMatchObject({ code: 'NotReady', kind: 'unavailable' });
    await expect(health).rejects.not.toThrow(/ledger|ECONNREFUSED/);
  });
});
