import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderBureauProvider } from '../../../functions/providers/bureau/order-check.provider.ts';
import { bureauCheckStore, bureauReportStore } from '../../../functions/sandbox/bureau.store.ts';
import { type BureauBehaviour, bureauMarks } from '../../../functions/sandbox/bureau-behaviours.ts';
import { answerAsBureau, type BureauPorts } from '../../../functions/sandbox/bureau-desk.ts';
import { scenarioStore } from '../../../functions/sandbox/scenario.store.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { type Asked, serve } from '../../support/serve.ts';

const timeoutMs = 1000;
let checks = 0;
const questionOn = (company: { name?: string; corporateNumber?: string | undefined } = {}) => {
  checks += 1;
  return { checkId: `chk_${checks}`, company: { name: '株式会社みなと商会', ...company }, amount: 3_000_000 };
};
const marked = (behaviour: BureauBehaviour) =>
  questionOn({ corporateNumber: bureauMarks.find((one) => one.behaviour === behaviour)?.corporateNumber });

describe('P12 the check of an order at the emulated bureau', () => {
  let tables: TestTables;
  let emulator: Awaited<ReturnType<typeof serve>>;
  const asked: Asked[] = [];

  beforeAll(async () => {
    tables = await testTables();
    const scenarios = scenarioStore(tables.sandbox);
    const ports: BureauPorts = {
      clock: { now: () => Date.parse('2026-11-20T03:00:00Z') },
      secret: async () => 'bureau-key',
      reports: bureauReportStore(tables.sandbox),
      checks: bureauCheckStore(tables.sandbox),
      scenarios: { next: (of) => scenarios.next('bureau', of) },
      wait: (ms) => wait(ms > 5000 ? 2 * timeoutMs : 50),
    };
    emulator = await serve((request) => {
      asked.push(request);
      const inquiryId = request.method === 'GET' ? request.path.replace('/bureau/order-checks/', '') : undefined;
      return answerAsBureau(ports, { ...request, service: 'order-checks', inquiryId });
    });
  });
  afterAll(() => emulator.close());

  const bureau = (key = 'bureau-key') =>
    orderBureauProvider({ url: `${emulator.url}/bureau`, secret: async () => key, timeoutMs });

  test.for([
    ['approve', 'clear', 'CLEAR'],
    ['slow', 'clear', 'CLEAR'],
    ['duplicate', 'clear', 'CLEAR'],
    ['review', 'watch', 'WATCH'],
    ['not_found', 'watch', 'WATCH'],
    ['reject', 'stop', 'STOP'],
  ] as const)('of a company marked %s says %s', async ([behaviour, outcome, said]) => {
    const question = behaviour === 'approve' ? questionOn() : marked(behaviour);
    expect(await bureau().ask(question)).toEqual({ outcome, said });
    expect(await bureau().inquire(question.checkId)).toEqual({ outcome, said });
  });

  test.for(['timeout', 'malformed'] as const)('after %s is found by inquiring', async (behaviour) => {
    const question = marked(behaviour);
    await expect(bureau().ask(question)).rejects.toMatchObject({ code: 'BureauUnavailable' });
    expect(await bureau().inquire(question.checkId)).toEqual({ outcome: 'clear', said: 'CLEAR' });
  });

  test.for(['error', 'silent'] as const)('after %s is not found, because it was not taken', async (behaviour) => {
    const question = marked(behaviour);
    await expect(bureau().ask(question)).rejects.toMatchObject({ code: 'BureauUnavailable' });
    expect(await bureau().inquire(question.checkId)).toBeUndefined();
  });

  test('that is refused needs a person, with a wrong key too', async () => {
    await expect(bureau().ask(marked('decline'))).rejects.toMatchObject({
      code: 'BureauRejected',
      facts: { bureauCode: 'OUT_OF_CONTRACT' },
    });
    await expect(bureau('wrong').ask(questionOn())).rejects.toMatchObject({ code: 'BureauRejected' });
  });

  test('asked again under its id gives the same answer, and under its id for another amount is refused', async () => {
    const question = questionOn();
    const first = await bureau().ask(question);
    expect(await bureau().ask(question)).toEqual(first);
    await expect(bureau().ask({ ...question, amount: 4_000_000 })).rejects.toMatchObject({ code: 'BureauRejected' });
  });

  test('tells the bureau the company and the amount, and nobody in it', async () => {
    asked.length = 0;
    await bureau().ask(questionOn());
    expect(Object.keys(JSON.parse(asked[0]?.body ?? '{}')).sort()).toEqual(['amount', 'checkId', 'name']);
  });
});
