import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { sharedTime } from '../../../../local/clock/shared-time.ts';
import type { Suspensions } from '../../../../local/clock/suspensions.ts';
import { createWorkMeter } from '../../../../local/clock/work.ts';
import type { LambdaFunction } from '../../../../local/lambda/function.ts';
import { createLambda } from '../../../../local/lambda/lambda.ts';

const codeDir = mkdtempSync(path.join(tmpdir(), 'functions-'));
writeFileSync(
  path.join(codeDir, 'index.mjs'),
  `
  let calls = 0;
  export const echo = async (event, context) => ({ event, calls: ++calls, name: process.env.NAME, secret: process.env.HOME, context });
  export const now = () => ({ now: Date.now(), created: new Date().getTime(), text: Date(), given: new Date(5).getTime(), isDate: new Date() instanceof Date });
  export const fail = () => { console.log('about to fail'); throw new RangeError('too much'); };
  export const hang = () => new Promise(() => {});
  export const spin = () => { console.log('spinning'); for (;;); };
  export const exit = () => process.exit(3);
  export const lose = async () => { Promise.reject(new Error('lost')); await new Promise((resolve) => setTimeout(resolve, 200)); };
  export const slow = async () => { await new Promise((resolve) => setTimeout(resolve, 150)); return ++calls; };
  export const remaining = (event, context) => context.getRemainingTimeInMillis();
  export const sdk = async () => typeof (await import('@aws-sdk/client-dynamodb')).DynamoDBClient;
  `,
);
writeFileSync(path.join(codeDir, 'old.js'), `exports.handler = async () => 'from ' + typeof require;`);
writeFileSync(path.join(codeDir, 'broken.mjs'), `import './missing.mjs'; export const handler = () => 1;`);
afterAll(() => rmSync(codeDir, { recursive: true, force: true }));

const suspensions: Suspensions = new Map();
const work = createWorkMeter();
const time = sharedTime();
const logs: string[] = [];
const lambda = createLambda({
  work,
  suspensions,
  time: time.buffer,
  softLimit: 2,
  environmentOf: (definition) => ({ NAME: definition.name, ...definition.environment }),
  onLog: (name, _requestId, text) => logs.push(`${name}: ${text.trim()}`),
  onDone: () => {},
});
afterAll(() => lambda.stop());

function define(handler: string, given: Partial<LambdaFunction> = {}): string {
  const name = given.name ?? `f-${handler}`;
  lambda.define({
    name,
    arn: `arn:aws:lambda:x:0:function:${name}`,
    codeDir,
    handler,
    environment: {},
    timeoutMs: 60_000,
    memoryMb: 128,
    ...given,
  });
  return name;
}
const call = async (name: string, event: unknown = {}) => {
  const result = await lambda.invoke(name, { payload: JSON.stringify(event) });
  return { ...result, answer: JSON.parse(result.payload) };
};

describe('a function in its thread', () => {
  test('has its own environment and none of the host', async () => {
    const { answer } = await call(define('index.echo'), { a: 1 });
    expect(answer).toMatchObject({
      event: { a: 1 },
      name: 'f-index.echo',
      context: { functionName: 'f-index.echo', memoryLimitInMB: '128' },
    });
    expect(answer.secret).toBeUndefined();
  });

  test('stays warm: the next call finds what the last one left', async () => {
    const name = define('index.echo', { name: 'warm' });
    const counts = [(await call(name)).answer.calls, (await call(name)).answer.calls];
    expect(counts).toEqual([1, 2]);
  });

  test('lives in virtual time', async () => {
    const instant = Date.parse('2027-01-01T00:00:00Z');
    time.freezeAt(instant);
    const { answer } = await call(define('index.now'));
    time.tickFrom(Date.now());
    expect(answer).toEqual({
      now: instant,
      created: instant,
      text: new Date(instant).toString(),
      given: 5,
      isDate: true,
    });
  });

  test('reports what the handler throws, with its name, and what it printed before', async () => {
    const result = await call(define('index.fail'));
    expect(result).toMatchObject({
      functionError: 'Unhandled',
      answer: { errorType: 'RangeError', errorMessage: 'too much' },
      logs: 'about to fail\n',
    });
    expect(logs).toContain('f-index.fail: about to fail');
  });

  test.for([['index.hang'], ['index.spin']])(
    'ends %s at its time-out, and the next call gets a new thread',
    async ([handler = '']) => {
      const name = define(handler, { timeoutMs: 300 });
      for (let round = 0; round < 2; round += 1) {
        const { functionError, answer } = await call(name);
        expect([functionError, answer.errorType]).toEqual(['Unhandled', 'Sandbox.Timedout']);
        expect(answer.errorMessage).toMatch(/Task timed out after 0.30 seconds$/);
      }
    },
  );

  test('process.exit and a lost rejection end the thread, not the runtime', async () => {
    expect((await call(define('index.exit'))).answer).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect((await call(define('index.lose'))).answer).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
    expect((await call('f-index.echo')).functionError).toBeUndefined();
  });

  test('runs CommonJS in .js, and has the AWS SDK although nothing brings it along', async () => {
    expect((await call(define('old.handler'))).answer).toBe('from function');
    expect((await call(define('index.sdk'))).answer).toBe('function');
  });

  test.for<[string, string]>([
    ['nothing.handler', 'Runtime.ImportModuleError'],
    ['index.nothing', 'Runtime.HandlerNotFound'],
    ['broken.handler', 'Error'],
  ])('says why %s cannot be loaded', async ([handler, errorType]) => {
    expect((await call(define(handler))).answer.errorType).toBe(errorType);
  });

  test('knows how much time is left', async () => {
    const { answer } = await call(define('index.remaining', { timeoutMs: 60_000 }));
    expect(answer).toBeGreaterThan(30_000);
    expect(answer).toBeLessThanOrEqual(60_000);
  });
});

describe('concurrency', () => {
  test('each thread serves one call at a time; beyond the soft limit calls wait for a free thread', async () => {
    const name = define('index.slow', { name: 'slow' });
    const answers = await Promise.all([1, 2, 3].map(() => call(name)));
    expect(answers.map(({ answer }) => answer as number).sort()).toEqual([1, 1, 2]);
  });

  test('reserved concurrency refuses what is over it', async () => {
    const name = define('index.slow', { name: 'reserved', reservedConcurrency: 1 });
    const [first, second] = await Promise.allSettled([call(name), call(name)]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { name: 'TooManyRequestsException' } });
  });

  test('a running call is work, and a suspended one is not', async () => {
    const running = call('slow');
    expect(work.labels()).toContain('lambda:slow');
    const suspend = await vi.waitUntil(() => [...suspensions.values()][0], { interval: 1 });
    const resume = suspend();
    expect(work.labels()).toEqual([]);
    resume?.();
    expect(work.labels()).toEqual(['lambda:slow']);
    await running;
    expect(work.count()).toBe(0);
  });
});
