import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Runtime, startRuntime } from '../../../local/runtime.ts';

interface Entry {
  readonly kind: string;
  readonly at: string;
  readonly detail: string;
}

const folder = mkdtempSync(path.join(tmpdir(), 'foreign-app-'));
const assemblyDir = path.join(folder, 'assembly');
const lines: string[] = [];
let runtime: Runtime;

const start = () =>
  startRuntime({
    assemblyDir,
    dataDir: path.join(folder, 'data'),
    clock: '2026-12-01T20:00:00Z',
    log: (line) => lines.push(line),
  });
const post = (to: string, body: object, headers: Record<string, string> = {}) =>
  fetch(runtime.url + to, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const journal = async (kind: string): Promise<Entry[]> => {
  await runtime.clock.quiet();
  const entries = (await (await fetch(`${runtime.url}/journal`)).json()) as Entry[];
  return entries.filter((entry) => entry.kind === kind);
};
const details = async (kind: string) => (await journal(kind)).map((entry) => entry.detail);

beforeAll(async () => {
  execFileSync('node', [path.join(import.meta.dirname, 'foreign-app/app.ts')], {
    env: { ...process.env, CDK_OUTDIR: assemblyDir },
  });
  runtime = await start();
});
afterAll(async () => {
  await runtime?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a CDK app that the runtime has never seen', () => {
  test('answers behind its authorizer, from its table', async () => {
    const refused = await post('/notes', { text: 'no name' });
    expect([refused.status, await refused.json()]).toEqual([401, { message: 'Unauthorized' }]);
    const made = await post('/notes', { text: 'first' }, { 'x-name': 'Hana' });
    expect([made.status, await made.json()]).toMatchObject([201, { text: 'first', by: 'Hana' }]);
    expect(await (await fetch(`${runtime.url}/notes`)).json()).toEqual(['first']);
  });

  test('answers preflight requests for the origins it allows, and 404 in the words of API Gateway', async () => {
    const headers = { origin: 'https://notes.example', 'access-control-request-method': 'POST' };
    const preflight = await fetch(`${runtime.url}/notes`, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://notes.example');
    const missing = await fetch(`${runtime.url}/nothing`);
    expect([missing.status, await missing.text()]).toEqual([404, '{"message":"Not Found"}']);
  });

  test('runs its custom resource once everything it needs is there: key, secret, bucket', () => {
    expect(runtime.outputs.find(({ key }) => key === 'Proof')?.value).toBe('sealed 20 object');
    expect(runtime.outputs.find(({ key }) => key === 'Front')?.value).toBe(`${runtime.url}/`);
  });

  test('says which resources it does not emulate', () => {
    expect(lines.filter((line) => line.startsWith('not emulated'))).toEqual([expect.stringContaining('AWS::EC2::VPC')]);
  });

  test('passes stream records to its consumer and, filtered by a pipe, to a queue', async () => {
    await post('/notes', { text: 'urgent: milk' }, { 'x-name': 'Hana' });
    expect(await details('note')).toEqual(expect.arrayContaining(['first', 'urgent: milk']));
    expect(await details('urgent')).toEqual(['urgent: milk']);
  });

  test('answers an Express execution in the call', async () => {
    expect(await (await post('/echoes', { a: 1 })).json()).toEqual({
      status: 'SUCCEEDED',
      output: { echoed: { a: 1 } },
    });
  });

  test('moves a message that keeps failing to the dead letters, by virtual visibility time-outs', async () => {
    await post('/messages', { body: 'poison' });
    expect(await details('attempt')).toEqual(['poison 1']);
    await runtime.clock.advanceTo('2026-12-01T20:10:00Z');
    expect(await details('attempt')).toEqual(['poison 1', 'poison 2']);
    expect(await details('dead letter')).toEqual(['poison']);
  });

  test('holds a delayed message back until its time', async () => {
    await post('/messages', { body: 'later', delaySeconds: 600 });
    expect(await details('message')).toEqual([]);
    await runtime.clock.advanceTo('2026-12-01T20:21:00Z');
    expect(await details('message')).toEqual(['later 1']);
  });

  test('lets a function advance the clock that its own Date follows', async () => {
    const answer = (await (await post('/clock', { to: '2026-12-02T00:30:00.000Z' })).json()) as Record<string, string>;
    expect(answer.now).toMatch(/^2026-12-02T00:30:00/);
    expect(answer.after).toMatch(/^2026-12-02T00:30:00/);
    expect(answer.before).toMatch(/^2026-12-01T20:/);
    expect(await journal('schedule')).toEqual([
      { kind: 'schedule', detail: 'nine in Tokyo', at: expect.stringMatching(/^2026-12-02T00:00:00/) },
    ]);
  });

  test('goes on after a restart on the same data: waiting executions, notes, custom resources, the clock', async () => {
    await post('/reminders', { seconds: 3600, text: 'tea' });
    await runtime.clock.quiet();
    await runtime.stop();
    runtime = await start();
    expect(Date.parse(runtime.clock.now())).toBeGreaterThan(Date.parse('2026-12-02T00:30:00Z'));
    expect(await (await fetch(`${runtime.url}/notes`)).json()).toEqual(
      expect.arrayContaining(['first', 'urgent: milk']),
    );
    expect(await details('reminder')).toEqual([]);
    await runtime.clock.advanceTo('2026-12-02T02:00:00Z');
    const [reminder] = await journal('reminder');
    expect(reminder).toMatchObject({ detail: 'tea', at: expect.stringMatching(/^2026-12-02T01:3/) });
    expect(await details('set up')).toEqual(['Create hello']);
    expect((await details('note')).filter((text) => text === 'first')).toEqual(['first']);
  });
});
