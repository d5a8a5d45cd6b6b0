import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contracts, refusalTables } from '../../../functions/api/contracts.ts';
import { examples } from '../../../functions/api/examples.ts';
import { openApiDocument } from '../../../functions/api/openapi.ts';

const sources = globSync('functions/**/*.ts').map((file) => readFileSync(file, 'utf8'));
const sending = (header: RegExp) => sources.flatMap((text) => text.match(header) ?? []).length;
const saying = (header: 'X-Next-Cursor') =>
  contracts.filter(({ answers }) => Object.values(answers).some(({ headers }) => headers?.includes(header)));

test('a contract says so where its answer leads to the next page of a file', () => {
  expect(saying('X-Next-Cursor')).toHaveLength(sending(/'x-next-cursor': /g));
});

test('the document shows these headers', () => {
  const document = openApiDocument({ contracts, refusals: refusalTables, examples });
  const paths = document.paths as Record<string, Record<string, { responses: Record<number, { headers: object }> }>>;
  const order = paths['/v1/orders/{orderId}'];
  const shown = [order?.get?.responses[200], order?.patch?.responses[200], paths['/v1/orders']?.post?.responses[201]];
  for (const answer of shown)
    expect(answer?.headers).toMatchObject({
      ETag: { $ref: '#/components/headers/ETag' },
      RateLimit: { $ref: '#/components/headers/RateLimit' },
    });
});
