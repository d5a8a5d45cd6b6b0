import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildAssembly } from '../../../../local/cli/build.ts';
import { readOptions } from '../../../../local/cli/options.ts';
import { welcome } from '../../../../local/cli/welcome.ts';

const root = mkdtempSync(path.join(tmpdir(), 'build-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the command line', () => {
  test('has defaults, and PORT in the environment', () => {
    expect(readOptions([], {})).toEqual({ port: 4000, build: true });
    expect(readOptions([], { PORT: '5000' })).toEqual({ port: 5000, build: true });
    const all = ['--port', '1', '--data', 'd', '--dynamodb', 'http://x', '--clock', 'c', '--app', 'a', '--no-build'];
    expect(readOptions(all, { PORT: '5000' })).toEqual({
      port: 1,
      data: 'd',
      dynamodb: 'http://x',
      clock: 'c',
      app: 'a',
      build: false,
    });
  });

  test.for([['--port', 'x'], ['--colour'], ['--port', '70000']])('refuses %s %s in a sentence', (argv) => {
    expect(() => readOptions(argv, {})).toThrow(expect.objectContaining({ name: 'Sentence' }));
  });

  test('welcomes with the outputs that the app describes', () => {
    const output = (description: string, value: string) => ({ stack: 'S', key: 'K', description, value });
    const long = `curl ${'x'.repeat(100)}`;
    const text = welcome([
      output('Front door', 'http://127.0.0.1:4000'),
      output('', 'export'),
      output('Topic', 'arn:aws:sns:x'),
      output('Try it', long),
    ]);
    expect(text).toBe(`  Front door   http://127.0.0.1:4000\n\n  Try it:\n\n  ${long}`);
  });
});

describe('the build', () => {
  test('runs the app of cdk.json, and not again until a source has changed', async () => {
    const app = `mkdir -p $CDK_OUTDIR && echo '{}' > $CDK_OUTDIR/manifest.json && echo built >> runs && echo $CDK_CONTEXT_JSON > context`;
    writeFileSync(path.join(root, 'cdk.json'), JSON.stringify({ app, context: { stage: 'x' } }));
    mkdirSync(path.join(root, 'functions'));
    writeFileSync(path.join(root, 'functions/a.ts'), 'one');
    const runs = () => readFileSync(path.join(root, 'runs'), 'utf8').trim().split('\n').length;
    const folder = await buildAssembly(root, () => {});
    await buildAssembly(root, () => {});
    expect([runs(), readFileSync(path.join(folder, 'manifest.json'), 'utf8')]).toEqual([1, '{}\n']);
    expect(readFileSync(path.join(root, 'context'), 'utf8')).toBe('{"stage":"x","local":true}\n');
    writeFileSync(path.join(root, 'functions/a.ts'), 'two');
    await buildAssembly(root, () => {});
    expect(runs()).toBe(2);
  });

  test('shows what a failing app printed', async () => {
    writeFileSync(path.join(root, 'cdk.json'), JSON.stringify({ app: 'echo no such stage >&2; exit 3' }));
    await expect(buildAssembly(root, () => {})).rejects.toThrow(/no such stage[\s\S]*The build failed/);
  });
});
