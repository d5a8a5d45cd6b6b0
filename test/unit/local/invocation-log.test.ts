import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createInvocationLog } from '../../../local/invocation-log.ts';
import type { LambdaFunction } from '../../../local/lambda/function.ts';

test('the terminal tells of an authorizer only when it fails', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'log-'));
  const lines: string[] = [];
  const log = createInvocationLog(directory, (line) => void lines.push(line));
  const definition = { name: 'Api' } as LambdaFunction;
  const result = { requestId: 'req_1', payload: '{"errorType":"TypeError"}', durationMs: 1, logs: '' };
  log.done(definition, result, {});
  log.done(definition, result, { isAside: true });
  log.done(definition, { ...result, functionError: 'Unhandled' }, { isAside: true });
  await log.close();
  rmSync(directory, { recursive: true });
  expect(lines.map((line) => /ok|FAILED|TypeError/.exec(line)?.[0])).toEqual(['ok', 'FAILED', 'TypeError']);
});
