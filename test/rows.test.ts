import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The rows of CAPABILITIES.md that are built: what users of Paid and of B-Cart do before the invoice. */
const rows = [...rowsOf('P', 21), 'P31', 'P32', ...rowsOf('B', 8)];

function rowsOf(system: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${system}${at + 1}`);
}

test('every row that is built has a journey or an integration test that is named after what its user sees', () => {
  const names = globSync('test/{journeys,integration}/**/*.test.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\b(?:test|describe)(?:\.for\([\s\S]*?\))?\(\s*['`]([^'`]+)/g)].map(
      ([, name]) => name ?? '',
    ),
  );
  const named = new Set(names.flatMap((name) => [...name.matchAll(/\b[PB]\d+\b/g)].map(([row]) => row)));
  expect(rows.filter((row) => !named.has(row))).toEqual([]);
});
