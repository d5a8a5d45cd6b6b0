import { describe, expect, test } from 'vitest';
import type { MessageResource } from '../../functions/notifications/notification.contract.ts';
import type { CapturedMessage } from '../../functions/sandbox/mail.wire.ts';
import { until } from '../support/api.ts';
import { type About, aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { anActiveBuyer, type Page } from '../support/sessions.ts';

const { demo, other, operator, operator2 } = await journey();

type Captured = Omit<CapturedMessage, 'id'>;

const captured = async (to: string) =>
  (await demo.api.get<Page<Captured>>(`/v1/test/messages?limit=100&to=${encodeURIComponent(to)}`)).items;

/** The mail to somebody whose subject has the word, once it has been sent. */
const mailTo = (to: string, word: string) =>
  until(
    () => `captured: a mail to ${to} about ${word}`,
    async () => (await captured(to)).find(({ subject }) => subject.includes(word)),
  );

/** What the merchant sees of the messages about one of its resources, once there is one in this state. */
const messageAbout = (resourceId: string, template: string, state: MessageResource['state']) =>
  until(
    () => `a ${state} message ${template} about ${resourceId}`,
    async () => {
      const { items } = await demo.api.get<Page<MessageResource>>(`/v1/messages?resourceId=${resourceId}`);
      return items.find((message) => message.template === template && message.state === state);
    },
  );

let addresses = 0;
const anAddress = (name = 'keiri') => `${name}-${Date.now().toString(36)}${addresses++}@example.co.jp`;
const scenario = (behaviour: string, times: number, to: string) =>
  operator.api.post('/v1/test/scenarios', { counterparty: 'mail', behaviour, times, match: { to } });
const inEnglish = (about: About) => ({ ...aCompany(about), locale: 'en' as const });

describe('a buyer that applies', () => {
  test('is told in Japanese that the application has arrived, and that it may order', async () => {
    const email = anAddress();
    const company = aCompany({ email });
    const { id } = await anActiveBuyer(demo, company);
    const received = await mailTo(email, 'お申し込みを受け付けました');
    expect(received.text).toContain(`${company.company.name}\n髙橋 美咲 様`);
    const approved = await mailTo(email, 'ご利用いただけるようになりました');
    expect(approved).toMatchObject({ channel: 'email', to: email });
    expect(approved.text).toContain('Demo Shop');
    expect(approved.html).toContain('<html lang="ja">');
    expect(await messageAbout(id, 'application_approved', 'sent')).toMatchObject({ recipient: 'buyer', locale: 'ja' });
    await expectBalancedBooks(operator);
  });

  test('is told in English when its merchant says so', async () => {
    const email = anAddress();
    const { id } = await demo.register(inEnglish({ email }));
    await demo.buyerUntil(id, 'active');
    const approved = await mailTo(email, 'You can now use deferred payment');
    expect(approved.text).toContain('From today you can buy from Demo Shop');
    expect(approved.html).toContain('<html lang="en">');
    expect((await captured(email)).map(({ subject }) => subject)).toEqual([
      '[Tegata] You can now use deferred payment',
      '[Tegata] We have received your application for deferred payment',
    ]);
  });

  test('and is rejected is told neutrally, with the day from which it may apply again', async () => {
    const email = anAddress();
    const { id } = await demo.register(aCompany({ email, name: '株式会社サンドボックス否決' }));
    const { reapplyOn } = await demo.buyerUntil(id, 'rejected');
    const { text } = await mailTo(email, 'お申し込みの結果について');
    const [year, month, day] = (reapplyOn ?? '').split('-').map(Number);
    expect(text).toContain(`${year}年${month}月${day}日以降`);
    expect(text).not.toMatch(/破産|倒産|bankrupt|リスト|信用情報/);
  });

  test('with a name that is markup gets a letter in which it is a name', async () => {
    const email = anAddress();
    const name = '株式会社<b onmouseover="alert(1)">青空</b>商店';
    const { id } = await demo.register(aCompany({ email, name }));
    await demo.buyerUntil(id, 'active');
    const { html, text } = await mailTo(email, 'ご利用いただけるようになりました');
    expect(text).toContain(name);
    expect(html).toContain('株式会社&lt;b onmouseover=&quot;alert(1)&quot;&gt;青空&lt;/b&gt;商店');
  });
});

/** What Demo Shop itself is written to about a buyer, by the buyer's reference. */
const mailToShop = (reference: string, word: string) =>
  until(
    () => `captured: a mail to the shop about ${reference} and ${word}`,
    async () =>
      (await captured('ops@demo-shop.example')).find(
        ({ subject, text }) => subject.includes(word) && text.includes(reference),
      ),
  );

describe('a change of credit', () => {
  test('P10 a new limit is told to both sides, each without the people of the other', async () => {
    const company = aCompany();
    const { id, reference } = await anActiveBuyer(demo, company);
    const proposed = await operator.api.post<{ id: string }>(`/v1/buyers/${id}/limit-changes`, {
      creditLimit: 2_345_000,
      reason: '取引実績による見直し',
    });
    await operator2.api.post(`/v1/limit-changes/${proposed.id}/decision`, { outcome: 'approve', reason: '確認した' });
    const toBuyer = await mailTo(company.contact.email, '利用限度額の変更');
    expect(toBuyer.text).toContain('2,345,000円');
    const toShop = await mailToShop(reference, '利用限度額が変更されました');
    expect(toShop.text).toContain('2,345,000円');
    expect(toShop.text).not.toMatch(new RegExp(`${company.contact.email}|髙橋|美咲`));
    expect(toBuyer.text + toShop.text).not.toContain('見直し');
    await expectBalancedBooks(operator);
  });

  test('P8 a suspension is told neutrally to both sides, and by text message where the shop wants that', async () => {
    await demo.api.send('PATCH', '/v1/notification-settings', { body: { textMessages: true } });
    const { contact, ...rest } = aCompany();
    const company = { ...rest, contact: { ...contact, phone: '090-2222-3333' } };
    const { id, reference } = await anActiveBuyer(demo, company);
    await operator.api.post(`/v1/buyers/${id}/suspensions`, { reason: 'payment_overdue', note: '入金なし' });
    const mails = [await mailTo(contact.email, '一時停止'), await mailToShop(reference, '一時停止')];
    for (const { text } of mails) expect(text).not.toMatch(/入金|overdue|延滞/);
    const text = await until(
      () => 'captured: a text message',
      async () => (await captured('+819022223333')).at(0),
    );
    expect(text).toMatchObject({ channel: 'sms', text: expect.stringContaining('Demo Shop') });
    await operator.api.post(`/v1/buyers/${id}/reinstatements`, { note: '入金を確認した' });
    await mailTo(contact.email, '再開しました');
    await mailToShop(reference, '再開しました');
    await demo.api.send('PATCH', '/v1/notification-settings', { body: { textMessages: false } });
    await expectBalancedBooks(operator);
  });
});

describe('P7 a company that uses Paid at another shop', () => {
  test('P7 buyer and shop get a mail each; neither names the other shop', async () => {
    const company = aCompany();
    await anActiveBuyer(other, company);
    const { id } = await demo.register({ ...company, reference: `${company.reference}-2` });
    expect(await demo.buyerUntil(id, 'active')).toMatchObject({ stateReason: 'facility_reused' });
    const toBuyer = await mailTo(company.contact.email, 'Demo ShopでもPaidをご利用いただけます');
    const toShop = await mailToShop(`${company.reference}-2`, 'Paidをご利用いただけるようになりました');
    expect(toBuyer.text).toContain('改めての審査やお手続きは必要ありません');
    expect(toShop.text).toContain('貴社でのお手続きは必要ありません');
    for (const { text, html } of [toBuyer, toShop]) expect(text + html).not.toContain('Other Shop');
    const atOther = await other.api.get<Page<Captured>>(`/v1/test/messages?to=${company.contact.email}`);
    expect(atOther.items).not.toEqual([]);
    for (const { text, html } of atOther.items) expect(text + html).not.toContain('Demo Shop');
  });
});

describe('a mail provider', () => {
  test('that fails twice and then delivers: one mail arrives, and every try is on record', async () => {
    const email = anAddress();
    await scenario('error', 2, email);
    const { id } = await demo.register(aCompany({ email }));
    await demo.buyerUntil(id, 'active');
    await operator.advance({ hours: 1 });
    const { attempts } = await messageAbout(id, 'application_approved', 'sent');
    const received = await messageAbout(id, 'application_received', 'sent');
    const outcomes = [...attempts, ...received.attempts].map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(['InternalServerException', 'InternalServerException', 'taken', 'taken']);
    expect(await captured(email)).toHaveLength(2);
  });

  test('that takes a mail and answers too late may deliver it twice, with the evidence of it', async () => {
    const email = anAddress();
    await scenario('timeout', 1, email);
    const { id } = await demo.register(aCompany({ email, name: '株式会社サンドボックス要審査' }));
    await operator.examinationOf(id, 'pending');
    await operator.advance({ hours: 1 });
    const { attempts } = await messageAbout(id, 'application_received', 'sent');
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['Timeout', 'taken']);
    const mails = await captured(email);
    expect(mails).toHaveLength(2);
    expect(new Set(mails.map(({ text }) => text)).size).toBe(1);
  });

  test('that refuses an address: the merchant sees the message bounced, and it is not sent again', async () => {
    const email = anAddress('reject');
    const { id } = await anActiveBuyer(demo, aCompany({ email }));
    const bounced = await messageAbout(id, 'application_approved', 'bounced');
    expect(bounced).toMatchObject({ stateReason: 'MessageRejected', attempts: [{ outcome: 'MessageRejected' }] });
    await operator.advance({ hours: 2 });
    expect((await messageAbout(id, 'application_approved', 'bounced')).version).toBe(bounced.version);
    expect(await captured(email)).toEqual([]);
  });

  test('that reports later that an address does not exist: the message is bounced, and the merchant is told', async () => {
    const email = anAddress('bounce');
    const { id } = await anActiveBuyer(demo, aCompany({ email }));
    const bounced = await messageAbout(id, 'application_approved', 'bounced');
    expect(bounced).toMatchObject({ stateReason: 'BounceGeneral', attempts: [expect.anything()] });
    const told = () => demo.api.get<Page<{ type: string; data: object }>>(`/v1/events?resourceId=${bounced.id}`);
    const event = await until(
      () => `told that ${bounced.id} bounced`,
      async () => (await told()).items[0],
    );
    expect(event).toMatchObject({ type: 'message.bounced', data: { state: 'bounced', stateReason: 'BounceGeneral' } });
  });
});

test('a merchant sees the messages of its own business only, and no address and no text', async () => {
  const email = anAddress();
  const { id } = await anActiveBuyer(demo, aCompany({ email }));
  await messageAbout(id, 'application_approved', 'sent');
  const ours = await demo.api.send('GET', `/v1/messages?resourceId=${id}`);
  expect(ours.text).not.toMatch(new RegExp(`${email}|髙橋|美咲`));
  const theirs = await other.api.get<Page<MessageResource>>(`/v1/messages?resourceId=${id}`);
  expect(theirs.items).toEqual([]);
});
