import { describe, expect, test } from 'vitest';
import { bouncedBecause, Content, contentOf } from '../../../functions/notifications/message.ts';
import type { Email } from '../../../functions/notifications/message-provider.ts';
import { eachByItself } from '../../../functions/notifications/message-queue.ts';
import { HandedOn, type NotifyPorts, notify } from '../../../functions/notifications/notify.ts';
import { aWorld, event, minute, refusing } from '../../support/notify-world.ts';

describe('an event that concerns both sides', () => {
  test('is told to each of them once, however often it comes', async () => {
    const { ports, sent, kept } = await aWorld();
    await notify(ports, event());
    await notify(ports, event());
    expect(sent.map(({ to }) => to)).toEqual(['hanako@minato.example.jp', 'ops@demo.example']);
    expect([...kept.values()].map(({ state, providerMessageId }) => [state, providerMessageId])).toEqual([
      ['sent', 'ses_1'],
      ['sent', 'ses_2'],
    ]);
  });

  test('is told without the personal data of the other side', async () => {
    const { ports, sent } = await aWorld();
    await notify(ports, event());
    const [toBuyer, toMerchant] = sent.map((one) => JSON.stringify(one));
    expect(toBuyer).toContain('浜 花子 様');
    expect(toBuyer).not.toContain('ops@demo.example');
    expect(toMerchant).toContain('デモ商店 御中');
    expect(toMerchant).not.toMatch(/浜|花子|hanako@|090-1234/);
  });

  test('is told to each in its own language', async () => {
    const { ports, sent } = await aWorld({ locale: 'en' });
    await notify(ports, event());
    expect((sent[0] as Email).subject).toBe('[Tegata] Deferred payment is suspended for the time being');
    expect((sent[1] as Email).subject).toBe('【Tegata】お取引先の掛け払いを一時停止しました');
  });

  test('reaches one side when the other side’s message cannot be sent, and the other one later', async () => {
    const world = await aWorld();
    const ports = refusing('MessagesUnavailable', 1)(world);
    await expect(notify(ports, event())).rejects.toMatchObject({ code: 'MessagesUnavailable' });
    expect(world.sent.map(({ to }) => to)).toEqual(['ops@demo.example']);
    await notify(ports, event());
    expect(world.sent.map(({ to }) => to)).toEqual(['ops@demo.example', 'hanako@minato.example.jp']);
  });
});

describe('a text message', () => {
  test('goes to a mobile phone where the merchant wants it', async () => {
    const { ports, sent } = await aWorld({ textMessages: true });
    await notify(ports, event());
    expect(sent.filter(({ to }) => to === '090-1234-5678')).toHaveLength(1);
  });

  test('does not go to a fixed line', async () => {
    const { ports, sent } = await aWorld({ textMessages: true, phone: '03-6712-3456' });
    await notify(ports, event());
    expect(sent).toHaveLength(2);
  });
});

describe('a provider that fails', () => {
  test('twice and then takes the message: it is sent once, with every try on record', async () => {
    const world = await aWorld();
    const ports = refusing('MessagesUnavailable', 2)(world);
    const expiring = event({ type: 'order.expiring', data: { buyerId: 'buy_1' } });
    for (let tries = 0; tries < 2; tries++) {
      await expect(notify(ports, expiring)).rejects.toMatchObject({ code: 'MessagesUnavailable' });
      expect(world.toldOf('order_expiring')).toMatchObject({ state: 'queued', reason: 'Because' });
      world.time.at += 3 * minute;
    }
    await notify(ports, expiring);
    expect(world.sent).toHaveLength(1);
    expect(world.toldOf('order_expiring')).toMatchObject({
      state: 'sent',
      reason: null,
      attempts: [{ outcome: 'Because' }, { outcome: 'Because' }, { outcome: 'taken' }],
    });
  });

  test('for good leaves the message bounced, and is not asked again', async () => {
    const world = await aWorld();
    const ports = refusing('MessageRefused', 1)(world);
    const decided = event({ type: 'buyer_application.submitted' });
    await notify(ports, decided);
    await notify(ports, decided);
    expect(world.sent).toHaveLength(0);
    expect(world.toldOf('application_received')).toMatchObject({ state: 'bounced', reason: 'Because' });
  });
});

describe('a process that dies', () => {
  const dying = (world: Awaited<ReturnType<typeof aWorld>>, at: number): NotifyPorts => {
    let calls = 0;
    const step = <Result>(run: () => Promise<Result>, isDoneFirst: boolean): Promise<Result> => {
      const isLast = ++calls === at;
      if (!isLast) return run();
      const died = () => Promise.reject(new Error('the process died'));
      return isDoneFirst ? run().then(died) : died();
    };
    const { messages, provider } = world.ports;
    return {
      ...world.ports,
      messages: {
        find: (merchantId, id) => step(() => messages.find(merchantId, id), false),
        save: (message) => step(() => messages.save(message), at % 2 === 0),
        saveOnceADay: (message, address) => step(() => messages.saveOnceADay(message, address), at % 2 === 0),
      },
      provider: { ...provider, sendEmail: (email) => step(() => provider.sendEmail(email), at % 2 === 0) },
    };
  };
  const submitted = event({ type: 'buyer_application.submitted' });

  test.for([1, 2, 3, 4])('at its call %i of four loses no message', async (at) => {
    const world = await aWorld();
    await expect(notify(dying(world, at), submitted)).rejects.toThrow('the process died');
    world.time.at += 3 * minute;
    await notify(world.ports, submitted);
    expect(world.toldOf('application_received')).toMatchObject({ state: 'sent' });
    expect([1, 2]).toContain(world.sent.length);
    expect(new Set(world.sent.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  test('after the provider took the message leaves the evidence of it: an attempt without an outcome', async () => {
    const world = await aWorld();
    const { provider } = world.ports;
    const dies = async (email: Email) => {
      await provider.sendEmail(email);
      throw new Error('the process died');
    };
    const ports = { ...world.ports, provider: { ...provider, sendEmail: dies } };
    await expect(notify(ports, submitted)).rejects.toThrow('the process died');
    await expect(notify(world.ports, submitted)).rejects.toMatchObject({ name: 'MessageInHand' });
    world.time.at += 3 * minute;
    await notify(world.ports, submitted);
    expect(world.toldOf('application_received')?.attempts).toEqual([
      { at: '2026-11-22T03:00:00.000Z' },
      { at: '2026-11-22T03:03:00.000Z', outcome: 'taken' },
    ]);
    const ids = world.sent.map(({ messageId }) => messageId);
    expect(ids).toEqual([ids[0], ids[0]]);
  });
});

test('a mail whose bounce is known before the provider has answered stays bounced', async () => {
  const world = await aWorld();
  const { provider, messages } = world.ports;
  const bounces = async (email: Email) => {
    const found = await messages.find('mer_demo', email.messageId);
    if (found) await messages.save(bouncedBecause(found, 'BounceGeneral', '2026-11-22T03:00:00.000Z'));
    return provider.sendEmail(email);
  };
  const submitted = event({ type: 'buyer_application.submitted' });
  await notify({ ...world.ports, provider: { ...provider, sendEmail: bounces } }, submitted);
  expect(world.toldOf('application_received')).toMatchObject({ state: 'bounced', reason: 'BounceGeneral' });
});

test('two processes with the same event send one message', async () => {
  const world = await aWorld();
  const submitted = event({ type: 'buyer_application.submitted' });
  const results = await Promise.allSettled([notify(world.ports, submitted), notify(world.ports, submitted)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(world.sent).toHaveLength(1);
});

describe('a message that is of no use any more', () => {
  test('is not sent when its news are older than three days', async () => {
    const world = await aWorld();
    await notify(world.ports, event({ type: 'order.expiring', occurredAt: '2026-11-19T02:00:00.000Z' }));
    expect(world.sent).toHaveLength(0);
    expect(world.toldOf('order_expiring')).toMatchObject({ state: 'failed', reason: 'too_late' });
  });

  test('is kept as failed when there is no address', async () => {
    const world = await aWorld({ contactEmail: '' });
    await notify(world.ports, event({ type: 'order.expiring' }));
    expect(world.sent).toHaveLength(0);
    expect(world.toldOf('order_expiring')).toMatchObject({ state: 'failed', reason: 'no_address' });
  });
});

test('what is kept of a message shows neither its address nor its text', async () => {
  const { ports, kept } = await aWorld();
  await notify(ports, event({ type: 'buyer_application.submitted' }));
  const [message] = [...kept.values()];
  if (!message) throw new Error('nothing was kept');
  const raw = `${JSON.stringify(message)}${Buffer.from(message.content).toString('utf8')}`;
  expect(raw).not.toMatch(/hanako|花子|minato|デモ商店/);
  const content = Content.parse(await ports.vault.open(contentOf(message), message.content));
  expect(content).toMatchObject({ to: 'hanako@minato.example.jp', text: expect.stringContaining('浜 花子 様') });
});

test('one event of a batch that cannot be written about holds up no other', async () => {
  const { ports, sent } = await aWorld();
  const told: string[] = [];
  const batch = [
    { messageId: 'm1', body: 'not JSON' },
    { messageId: 'm2', body: JSON.stringify({ event: event({ type: 'buyer_application.submitted' }) }) },
    { messageId: 'm3', body: JSON.stringify({ event: { id: 'evt_2' } }) },
  ];
  const work = (body: unknown) => notify(ports, HandedOn.parse(body).event);
  const failed = await eachByItself(batch, work, (messageId) => told.push(messageId));
  expect([failed, told]).toEqual([
    ['m1', 'm3'],
    ['m1', 'm3'],
  ]);
  expect(sent).toHaveLength(1);
});
