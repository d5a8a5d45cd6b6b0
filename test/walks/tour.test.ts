import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type ChildStack, startChildStack } from '../support/child-stack.ts';

let dataDir: string;
let stack: ChildStack;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tegata-tour-'));
  stack = await startChildStack(inject('stack').assemblyDir, dataDir, '2026-11-02T00:00:00Z');
});
afterAll(async () => {
  await stack.kill();
  await rm(dataDir, { recursive: true, force: true });
});

/** The tour ends its receiver itself, where it comes to its end. */
const tidyUp = `receiver=; trap '[ -z "$receiver" ] || kill "$receiver" 2> /dev/null' EXIT`;

/** The commands of a document, as somebody pastes them, on the stack of this test. */
async function commandsOf(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block);
  return [tidyUp, ...blocks].join('\n').replace('http://127.0.0.1:4000', stack.url);
}

test('the tour by curl goes as docs/tour.md tells it, from a new member to a new merchant', async () => {
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const { stdout } = await promisify(execFile)('bash', ['-u', '-c', await commandsOf('docs/tour.md')], {
    env: { ...process.env, PATH },
    timeout: 150_000,
    maxBuffer: 10_000_000,
  });
  const lines = stdout.split('\n');
  const answers = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { code?: string });
  // Those that the tour announces, and no other.
  expect(answers.flatMap(({ code }) => code ?? [])).toEqual(['SecondPersonRequired', 'ApplicationIncomplete']);
  expect(lines).toEqual(expect.arrayContaining(['submitted', 'approved']));
  expect(stdout).toContain('   event order.authorized authorized');
  expect(stdout).toContain('確保期限が近づいています');
  expect(stdout).toContain('"outcome":"applied"');
  expect(JSON.stringify(answers)).not.toContain('"holds":false');
  expect(answers.at(-1)).toMatchObject({ name: '青山珈琲', state: 'sandbox_issued' });
});
