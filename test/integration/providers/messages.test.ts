import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MailReport } from '../../../functions/notifications/feedback.ts';
import { sesProvider } from '../../../functions/providers/messages/ses.provider.ts';
import { internationalNumber, smsProvider } from '../../../functions/providers/messages/sms.provider.ts';
import { mailBehaviours } from '../../../functions/sandbox/mail-behaviours.ts';
import { answerAsMail, type MailDeskPorts } from '../../../functions/sandbox/mail-desk.ts';
import { mailboxStore } from '../../../functions/sandbox/mailbox.store.ts';
import { scenarioStore } from '../../../functions/sandbox/scenario.store.ts';
import { SetScenario } from '../../../functions/sandbox/scenarios.contract.ts';
import { setScenario } from '../../../functions/sandbox/scenarios.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { serve } from '../../support/serve.ts';

let time = Date.parse('2026-11-22T03:00:00Z');
const clock = { now: () => time++ };
/** How patient our side is where the other one is too late; elsewhere it has all the time that it has in production. */
const impatientMs = 400;

let tables: TestTables;
let emulator: Awaited<ReturnType<typeof serve>>;
const reports: MailReport[] = [];
const authorizations: (string | undefined)[] = [];

beforeAll(async () => {
  tables = await testTables();
  process.env.AWS_REGION = 'ap-northeast-1';
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  const scenarios = scenarioStore(tables.sandbox);
  const ports: MailDeskPorts = {
    clock,
    mailbox: mailboxStore(tables.sandbox),
    reports: { publish: async (report) => void reports.push(MailReport.parse(report)) },
    scenarios: { next: (counterparty, to) => scenarios.next(counterparty, { to }) },
    wait: () => wait(2 * impatientMs),
  };
  emulator = await serve(({ path, authorization, body }) => {
    authorizations.push(authorization);
    const service = path === '/' ? 'sms-voice' : 'ses';
    return answerAsMail(ports, { service, authorization, target: 'PinpointSMSVoiceV2.SendTextMessage', body });
  });
});
afterAll(() => emulator.close());

const mail = (timeoutMs = 5000) =>
  sesProvider({
    from: 'notice@tegata.example',
    fromName: 'Tegata',
    configurationSet: 'tegata',
    endpoint: `${emulator.url}/ses`,
    timeoutMs,
  });
const texts = (timeoutMs = 5000) => smsProvider({ origination: 'TEGATA', endpoint: emulator.url, timeoutMs });
const patience = (behaviour: string) => (['silent', 'timeout'].includes(behaviour) ? impatientMs : 5000);

const email = (to: string) => ({
  to,
  subject: `【Tegata】件名 ${'あ'.repeat(20)}`,
  text: '本文\n',
  html: '<p>本文</p>',
  messageId: 'msg_1',
  merchantId: 'mer_a',
});
const captured = (to: string) => mailboxStore(tables.sandbox).page({ to, limit: 10 });
const scenario = (counterparty: 'mail' | 'sms', behaviour: string, to: string) =>
  setScenario(
    { clock, scenarios: scenarioStore(tables.sandbox) },
    SetScenario.parse({ counterparty, behaviour, match: { to } }),
  );

describe('an e-mail by Amazon SES', () => {
  test('arrives as it was written, is signed for SES, and has an id of theirs', async () => {
    const id = await mail().sendEmail(email('hanako@example.jp'));
    const { items } = await captured('HANAKO@example.jp');
    expect(items).toMatchObject([
      {
        id,
        channel: 'email',
        to: 'hanako@example.jp',
        text: '本文\n',
        html: '<p>本文</p>',
        sentAt: expect.any(String),
      },
    ]);
    expect(items[0]?.subject).toBe(email('').subject);
    const sentFor = (merchantId: string) => mailboxStore(tables.sandbox).page({ merchantId, limit: 10 });
    expect((await sentFor('mer_a')).items).toMatchObject([{ id, merchantId: 'mer_a' }]);
    expect((await sentFor('mer_b')).items).toEqual([]);
    await mail().sendEmail({ ...email('mer_b#hanako@example.jp'), merchantId: 'mer_c' });
    const page = await mailboxStore(tables.sandbox).page({ merchantId: 'mer_b', to: 'hanako@example.jp', limit: 10 });
    expect(page.items).toEqual([]);
    expect(authorizations.at(-1)).toMatch(/^AWS4-HMAC-SHA256 .*\/ses\/aws4_request/);
  });

  test('is refused for good by an address that takes no mail, in the provider’s own word', async () => {
    await expect(mail().sendEmail(email('reject-1@example.jp'))).rejects.toMatchObject({
      code: 'MessageRefused',
      facts: { reason: 'MessageRejected' },
    });
    expect((await captured('reject-1@example.jp')).items).toEqual([]);
  });

  test.for(['a@example.jp, b@example.jp', 'no address', 'x@example.jp>\r\nBcc: y@example.jp'])(
    'never goes to %j',
    async (to) => {
      await expect(mail().sendEmail(email(to))).rejects.toMatchObject({ code: 'MessageRefused' });
    },
  );

  test.for([
    ['throttle', 'TooManyRequestsException', 0],
    ['error', 'InternalServerException', 0],
    ['misconfigured', 'MailFromDomainNotVerifiedException', 0],
    ['silent', 'Timeout', 0],
    ['timeout', 'Timeout', 1],
    ['malformed', 'SyntaxError', 1],
  ] as const)('may be sent again after %s', async ([behaviour, reason, taken]) => {
    const to = `${behaviour}@example.jp`;
    await scenario('mail', behaviour, to);
    const mailer = mail(patience(behaviour));
    await expect(mailer.sendEmail(email(to))).rejects.toMatchObject({ code: 'MessagesUnavailable', facts: { reason } });
    expect((await captured(to)).items).toHaveLength(taken);
    await mail().sendEmail(email(to));
    expect((await captured(to)).items).toHaveLength(taken + 1);
  });

  test.for([
    ['bounce', { eventType: 'Bounce', bounce: { bounceType: 'Permanent' } }],
    ['complain', { eventType: 'Complaint' }],
  ] as const)('is taken, and reported on afterwards by our own tags: %s', async ([mark, report]) => {
    await mail().sendEmail(email(`${mark}-1@example.jp`));
    expect(reports.at(-1)).toMatchObject({ ...report, mail: { tags: { message: ['msg_1'], merchant: ['mer_a'] } } });
  });

  test('is one request: the SDK sends nothing again by itself', async () => {
    await scenario('mail', 'error', 'once@example.jp');
    const before = authorizations.length;
    await expect(mail().sendEmail(email('once@example.jp'))).rejects.toMatchObject({ code: 'MessagesUnavailable' });
    expect(authorizations.length - before).toBe(1);
  });

  test('does not get through when nobody is there, and may be sent again', async () => {
    const gone = sesProvider({ from: 'a@tegata.example', fromName: 'T', endpoint: 'http://127.0.0.1:1' });
    await expect(gone.sendEmail(email('hanako@example.jp'))).rejects.toMatchObject({ code: 'MessagesUnavailable' });
  });
});

describe('a text message by AWS End User Messaging', () => {
  const text = (to: string) => ({ to, text: '【Tegata】お知らせ', messageId: 'msg_2', merchantId: 'mer_text' });

  test('arrives at the number in its international form', async () => {
    await texts().sendText(text('090-1234-5678'));
    expect((await captured('+819012345678')).items).toMatchObject([
      {
        channel: 'sms',
        to: '+819012345678',
        subject: '',
        text: '【Tegata】お知らせ',
        html: '',
        merchantId: 'mer_text',
      },
    ]);
  });

  test('is refused for good by a number that wants none', async () => {
    await expect(texts().sendText(text('090-1111-0000'))).rejects.toMatchObject({
      code: 'MessageRefused',
      facts: { reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' },
    });
  });

  test.for(['throttle', 'error', 'misconfigured', 'silent', 'timeout', 'malformed'])(
    'may be sent again after %s',
    async (behaviour) => {
      await scenario('sms', behaviour, '+818055556666');
      await expect(texts(patience(behaviour)).sendText(text('080-5555-6666'))).rejects.toMatchObject({
        code: 'MessagesUnavailable',
      });
      await texts().sendText(text('080-5555-6666'));
    },
  );

  test.for([
    ['090-1234-5678', '+819012345678'],
    ['０９０ー１２３４', '+81901234'],
    ['+81 90 1234 5678', '+819012345678'],
    ['+81 (0)90-1234-5678', '+819012345678'],
  ] as const)('knows %s as %s', ([written, international]) => {
    expect(internationalNumber(written)).toBe(international);
  });
});

describe('the emulated delivery', () => {
  const desk = (request: object) =>
    fetch(`${emulator.url}/ses/v2/email/outbound-emails`, { method: 'POST', ...request });

  test('takes nothing that is not signed as AWS asks', async () => {
    expect((await desk({ body: '{}' })).status).toBe(403);
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=a/20261122/r/sms-voice/aws4_request, Signature=0' };
    expect((await desk({ body: '{}', headers })).status).toBe(403);
  });

  test('shows what it took newest first, page by page', async () => {
    for (const number of [1, 2, 3]) await mail().sendEmail({ ...email('pages@example.jp'), subject: `Nr. ${number}` });
    const first = await mailboxStore(tables.sandbox).page({ to: 'pages@example.jp', limit: 2 });
    expect(first.items.map(({ subject }) => subject)).toEqual(['Nr. 3', 'Nr. 2']);
    const cursor = first.nextCursor ?? undefined;
    const second = await mailboxStore(tables.sandbox).page({ to: 'pages@example.jp', limit: 2, cursor });
    expect(second.items.map(({ subject }) => subject)).toEqual(['Nr. 1']);
    await expect(mailboxStore(tables.sandbox).page({ to: 'other@example.jp', limit: 2, cursor })).rejects.toMatchObject(
      {
        code: 'MalformedRequest',
      },
    );
  });

  test('has no behaviour of another counterparty', () => {
    expect(SetScenario.safeParse({ counterparty: 'mail', behaviour: 'approve' }).success).toBe(false);
    expect(SetScenario.safeParse({ counterparty: 'sms', behaviour: 'bounce' }).success).toBe(false);
    for (const behaviour of Object.keys(mailBehaviours)) {
      expect(SetScenario.safeParse({ counterparty: 'mail', behaviour }).success).toBe(true);
    }
  });
});
