import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../../local/free-port.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'command-line-'));
const assembly = path.join(folder, 'assembly');
const started: ChildProcess[] = [];

beforeAll(() => {
  execFileSync('node', [path.join(import.meta.dirname, 'foreign-app/app.ts')], {
    env: { ...process.env, CDK_OUTDIR: assembly },
  });
});
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function run(args: readonly string[], env: Record<string, string> = {}, script = path.join(root, 'local/start.mjs')) {
  const child = spawn(process.execPath, [script, '--app', assembly, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  started.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, ended, output: () => output };
}

async function answers(url: string): Promise<boolean> {
  for (let round = 0; round < 300; round += 1) {
    const answering = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answering) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processes(): Process[] {
  const list = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  return list.map((line) => {
    const [pid, parent, ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), command: command.join(' ') };
  });
}

/** Everything that the process has started, and what that has started. */
function descendants(pid: number, all = processes()): Process[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...children, ...children.flatMap((child) => descendants(child.pid, all))];
}

async function untilGone(pids: readonly number[]): Promise<Process[]> {
  let left: Process[] = [];
  for (let round = 0; round < 200; round += 1) {
    left = processes().filter(({ pid }) => pids.includes(pid));
    if (left.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return left;
}

describe('npm start', () => {
  test.for(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s leaves no process behind', async (signal) => {
    const port = await freePort();
    const { child, ended, output } = run(['--port', String(port)]);
    expect(await answers(`http://127.0.0.1:${port}/notes`), output()).toBe(true);
    const own = descendants(child.pid as number);
    expect(own.map(({ command }) => command)).toContainEqual(expect.stringMatching(/^java .*DynamoDBLocal\.jar/));
    child.kill(signal);
    expect(await ended).toBe(signal === 'SIGKILL' ? null : 0);
    expect(await untilGone(own.map(({ pid }) => pid))).toEqual([]);
  });

  test('npm that is killed leaves no process behind', async () => {
    const port = await freePort();
    const npm = spawn('npm', ['start', '--', '--app', assembly, '--port', String(port)], {
      cwd: root,
      stdio: 'ignore',
    });
    started.push(npm);
    expect(await answers(`http://127.0.0.1:${port}/notes`)).toBe(true);
    const own = descendants(npm.pid as number);
    expect(own.map(({ command }) => command)).toContainEqual(expect.stringMatching(/^java .*DynamoDBLocal\.jar/));
    npm.kill('SIGKILL');
    expect(await untilGone(own.map(({ pid }) => pid))).toEqual([]);
  });

  test('a database that dies is one sentence, and the end', async () => {
    const port = await freePort();
    const { child, ended, output } = run(['--port', String(port)]);
    expect(await answers(`http://127.0.0.1:${port}/notes`), output()).toBe(true);
    const before = output().length;
    const java = descendants(child.pid as number).find(({ command }) => command.startsWith('java '));
    process.kill(java?.pid as number, 'SIGKILL');
    expect(await ended).toBe(1);
    expect(output().slice(before).trim()).toBe('DynamoDB Local has died (exit status 137). Start again.');
  });

  test('a busy port is one sentence with the remedy', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    const { ended, output } = run(['--port', String(port)]);
    expect(await ended).toBe(1);
    expect(output().trim()).toBe(
      `Port ${port} is taken: stop what listens there, or choose another one with --port N.`,
    );
    server.close();
  });

  test.for<[string, string, RegExp]>([
    ['no Java', '', /^Java was not found; DynamoDB Local needs it\. Install a Java 17/m],
    [
      'an old Java',
      '#!/bin/sh\necho \'java version "1.8.0_402"\' >&2; exit 1\n',
      /^Java 8 is too old for DynamoDB Local\./m,
    ],
  ])('%s is one sentence with the remedy', async ([name, script, sentence]) => {
    const bin = path.join(folder, name.replace(' ', '-'));
    mkdirSync(bin);
    for (const tool of ['sh', 'cat', 'kill']) {
      const where = ['/bin', '/usr/bin'].map((place) => path.join(place, tool)).find((file) => existsSync(file));
      if (where) symlinkSync(where, path.join(bin, tool));
    }
    if (script) writeFileSync(path.join(bin, 'java'), script, { mode: 0o755 });
    const { ended, output } = run(['--port', '0'], { PATH: bin });
    expect(await ended).toBe(1);
    expect(output()).toMatch(sentence);
    expect(output()).not.toMatch(/^\s+at /m);
  });

  test('a missing assembly and a missing install are sentences too', async () => {
    const noAssembly = run(['--port', '0', '--app', path.join(folder, 'nothing')]);
    expect(await noAssembly.ended).toBe(1);
    expect(noAssembly.output()).toMatch(/^There is no cloud assembly in .*nothing/m);
    mkdirSync(path.join(folder, 'clone/local'), { recursive: true });
    const copy = path.join(folder, 'clone/local/start.mjs');
    writeFileSync(copy, readFileSync(path.join(root, 'local/start.mjs')));
    const noInstall = run([], {}, copy);
    expect(await noInstall.ended).toBe(1);
    expect(noInstall.output()).toMatch(/^The dependencies are not installed, .*: run `npm ci` first/);
  });
});
