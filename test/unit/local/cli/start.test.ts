import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const clone = mkdtempSync(path.join(tmpdir(), 'clone-'));
afterAll(() => rmSync(clone, { recursive: true, force: true }));

test('a start before `npm ci` has ended says so, and asks for nothing else', () => {
  mkdirSync(path.join(clone, 'local'));
  mkdirSync(path.join(clone, 'node_modules/fauxqs'), { recursive: true });
  copyFileSync('local/start.mjs', path.join(clone, 'local/start.mjs'));
  const { status, stderr } = spawnSync(process.execPath, [path.join(clone, 'local/start.mjs')], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr.trim()).toBe(
    'The dependencies are not installed, or not all of them: run `npm ci` first, and let it end.',
  );
});
