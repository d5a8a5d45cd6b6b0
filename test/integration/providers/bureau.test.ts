import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bureauProvider } from '../../../functions/providers/bureau/bureau.provider.ts';
import { bureauCheckStore, bureauReportStore } from '../../../functions/sandbox/bureau.store.ts';
import { type BureauBehaviour, bureauBehaviours, bureauMarks } from '../../../functions/sandbox/bureau-behaviours.ts';
import { answerAsBureau, type BureauPorts } from '../../../functions/sandbox/bureau-desk.ts';
import { scenarioStore } from '../../../functions/sandbox/scenario.store.ts';
import { SetScenario } from '../../../functions/sandbox/scenarios.contract.ts';
import { setScenario } from '../../../functions/sandbox/scenarios.ts';
import type { BureauInquiry } from '../../../functions/screening/bureau.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { type Asked, serve } from '../../support/serve.ts';

let time = Date.parse('2026-04-10T03:00:00Z');
const clock = { now: () => time++ };
const timeoutMs = 1000;
const company = { name: '株式会社みなと商会', nameKana: 'ミナトショウカイ', prefecture: '神奈川県' };

let inquiries = 0;
const inquiryOn = (changes: Partial<BureauInquiry['company']> = {}): BureauInquiry => ({
  inquiryId: `inq_${inquiries++}`,
  company: { ...company, ...changes },
});

describe('the bureau provider against the emulated bureau', () => {
  let tables: TestTables;
  let emulator: Awaited<ReturnType<typeof serve>>;
  const asked: Asked[] = [];

  beforeAll(async () => {
    tables = await testTables();
    const scenarios = scenarioStore(tables.sandbox);
    const ports: BureauPorts = {
      clock,
      secret: async () => 'bureau-key',
      reports: bureauReportStore(tables.sandbox),
      checks: bureauCheckStore(tables.sandbox),
      scenarios: { next: (of) => scenarios.next('bureau', of) },
      wait: (ms) => wait(ms > 5000 ? 2 * timeoutMs : 50), // late stays later than the adapter waits, slow stays in time
    };
    emulator = await serve((request) => {
      asked.push(request);
      const inquiryId = request.method === 'GET' ? request.path.replace('/bureau/reports/', '') : undefined;
      return answerAsBureau(ports, { ...request, inquiryId });
    });
  });
  afterAll(() => emulator.close());

  const bureau = (key = 'bureau-key') =>
    bureauProvider({ url: `${emulator.url}/bureau`, secret: async () => key, timeoutMs });
  const marked = (behaviour: BureauBehaviour): Partial<BureauInquiry['company']> => {
    const mark = bureauMarks.find((one) => one.behaviour === behaviour);
    return mark ? { corporateNumber: mark.corporateNumber } : {};
  };
  const scenario = (asked: object) =>
    setScenario(
      { clock, scenarios: scenarioStore(tables.sandbox) },
      SetScenario.parse({ counterparty: 'bureau', ...asked }),
    );

  test('reads an unremarkable record', async () => {
    expect(await bureau().ask(inquiryOn())).toMatchObject({ found: true, score: 700, incidents: [] });
  });

  test('reads a default, a bankruptcy, and that the company is not known', async () => {
    const reports = await Promise.all(
      (['review', 'reject', 'not_found'] as const).map((mark) => bureau().ask(inquiryOn(marked(mark)))),
    );
    expect(reports).toMatchObject([
      { found: true, incidents: [{ kind: 'default', amount: 480_000 }] },
      { found: true, incidents: [{ kind: 'bankruptcy' }] },
      { found: false, incidents: [] },
    ]);
  });

  test('goes by the name as well as by the number', async () => {
    for (const { behaviour, name } of bureauMarks.filter((mark) => ['reject', 'not_found'].includes(mark.behaviour))) {
      const [byName, byNumber] = [
        await bureau().ask(inquiryOn({ name: `株式会社${name}` })),
        await bureau().ask(inquiryOn(marked(behaviour))),
      ];
      expect(byName.found).toBe(byNumber.found);
      expect(byName.incidents.map(({ kind }) => kind)).toEqual(byNumber.incidents.map(({ kind }) => kind));
    }
  });

  test('waits for a bureau that is slow', async () => {
    expect(await bureau().ask(inquiryOn(marked('slow')))).toMatchObject({ found: true });
  });

  test.for(['timeout', 'malformed'] as const)(
    'does not know what became of an inquiry after %s, and finds the report by inquiring',
    async (behaviour) => {
      const inquiry = inquiryOn(marked(behaviour));
      await expect(bureau().ask(inquiry)).rejects.toMatchObject({ code: 'BureauUnavailable' });
      expect(await bureau().inquire(inquiry.inquiryId)).toMatchObject({ found: true, score: 700 });
    },
  );

  test.for(['error', 'silent'] as const)('finds no report after %s, because there is none', async (behaviour) => {
    const inquiry = inquiryOn(marked(behaviour));
    await expect(bureau().ask(inquiry)).rejects.toMatchObject({ code: 'BureauUnavailable' });
    expect(await bureau().inquire(inquiry.inquiryId)).toBeUndefined();
  });

  test('fetches the report when the bureau says that it had the inquiry already', async () => {
    const inquiry = inquiryOn(marked('duplicate'));
    const report = await bureau().ask(inquiry);
    expect(report).toEqual(await bureau().inquire(inquiry.inquiryId));
  });

  test('hands on a refusal as one that needs a person', async () => {
    await expect(bureau().ask(inquiryOn(marked('decline')))).rejects.toMatchObject({
      code: 'BureauRejected',
      facts: { status: 422, bureauCode: 'OUT_OF_CONTRACT' },
    });
  });

  test('gets the same report for the same inquiry, whenever it asks', async () => {
    const inquiry = inquiryOn();
    const first = await bureau().ask(inquiry);
    expect(await bureau().ask(inquiry)).toEqual(first);
    expect(await bureau().inquire(inquiry.inquiryId)).toEqual(first);
  });

  test('is refused when it uses an inquiry id for another company', async () => {
    const inquiry = inquiryOn();
    await bureau().ask(inquiry);
    const other = { ...inquiry, company: { ...company, name: '別の会社' } };
    await expect(bureau().ask(other)).rejects.toMatchObject({
      code: 'BureauRejected',
      facts: { status: 409, bureauCode: 'INQUIRY_CONFLICT' },
    });
  });

  test('is refused with a wrong key, for both calls', async () => {
    const unknown = { code: 'BureauRejected', facts: { status: 401 } };
    await expect(bureau('wrong').ask(inquiryOn())).rejects.toMatchObject(unknown);
    await expect(bureau('wrong').inquire('inq_0')).rejects.toMatchObject(unknown);
  });

  test('tells the bureau about the company and about nobody in it', async () => {
    asked.length = 0;
    await bureau().ask(inquiryOn({ establishedOn: '2001-04-01' }));
    const body = JSON.parse(asked[0]?.body ?? '{}');
    expect(Object.keys(body.subject).sort()).toEqual(['establishedOn', 'name', 'nameKana', 'prefecture']);
  });

  test('sees a scenario as often as it was set, in the order of setting, and the marks again after it', async () => {
    await scenario({ behaviour: 'error', times: 2, match: { name: 'シナリオ' } });
    await scenario({ behaviour: 'reject', match: { name: 'シナリオ' } });
    const ask = () => bureau().ask(inquiryOn({ name: '株式会社シナリオ' }));
    const unavailable = { code: 'BureauUnavailable' };
    await expect(ask()).rejects.toMatchObject(unavailable);
    expect(await bureau().ask(inquiryOn())).toMatchObject({ incidents: [] }); // does not fit
    await expect(ask()).rejects.toMatchObject(unavailable);
    expect((await ask()).incidents).toMatchObject([{ kind: 'bankruptcy' }]);
    expect((await ask()).incidents).toEqual([]);
  });

  test('never shares one time of a scenario between two inquiries', async () => {
    await scenario({ behaviour: 'decline', times: 3, match: { corporateNumber: '7000012050002' } });
    const inquiries = Array.from({ length: 8 }, () => inquiryOn({ corporateNumber: '7000012050002' }));
    const results = await Promise.allSettled(inquiries.map((inquiry) => bureau().ask(inquiry)));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(3);
  });

  test('has a mark or a scenario for every behaviour', () => {
    const marks = bureauMarks.map(({ behaviour }) => behaviour);
    expect([...marks, 'approve'].sort()).toEqual(Object.keys(bureauBehaviours).sort());
  });
});

describe('the bureau provider against a bureau that breaks its contract', () => {
  const withAnswer = async (status: number, body: string) => {
    const server = await serve(async () => ({ status, body }));
    const bureau = bureauProvider({ url: server.url, secret: async () => 'k', timeoutMs });
    return bureau.ask(inquiryOn()).finally(server.close);
  };
  const file = { score: 700, incidents: [] };
  const report = (changes: object) =>
    JSON.stringify({
      inquiryId: `inq_${inquiries}`,
      reportNo: 'r',
      file,
      assessedAt: '2026-04-10T03:00:00Z',
      ...changes,
    });

  test('takes a good answer', async () => {
    expect(await withAnswer(201, report({}))).toMatchObject({ found: true });
  });

  test.for([
    ['of another inquiry', { inquiryId: 'inq_other' }],
    ['with a score beyond its scale', { file: { ...file, score: 1001 } }],
    ['with a day that does not exist', { file: { ...file, incidents: [{ type: 'DEFAULT', date: '2026-02-30' }] } }],
    ['with an incident of an unknown kind', { file: { ...file, incidents: [{ type: 'GOSSIP', date: '2026-02-01' }] } }],
    ['without a time', { assessedAt: undefined }],
  ] as const)('does not believe a report %s', async ([, changes]) => {
    await expect(withAnswer(200, report(changes))).rejects.toMatchObject({ code: 'BureauUnavailable' });
  });

  test.for([
    [429, 'BureauUnavailable'],
    [503, 'BureauUnavailable'],
    [302, 'BureauUnavailable'],
    [400, 'BureauRejected'],
    [403, 'BureauRejected'],
  ] as const)('takes %s for %s', async ([status, code]) => {
    await expect(withAnswer(status, 'not even JSON')).rejects.toMatchObject({ code });
  });

  test('does not know what happened when nobody is there', async () => {
    const server = await serve(async () => ({ status: 200, body: '' }));
    await server.close();
    const bureau = bureauProvider({ url: server.url, secret: async () => 'k', timeoutMs });
    await expect(bureau.ask(inquiryOn())).rejects.toMatchObject({ code: 'BureauUnavailable' });
  });
});
