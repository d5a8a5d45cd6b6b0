import { beforeAll, describe, expect, test } from 'vitest';
import { eventOf } from '../../../functions/events/event.ts';
import { messageStore } from '../../../functions/notifications/message.store.ts';
import { bouncedBecause, claimed, type Message, sentAs } from '../../../functions/notifications/message.ts';
import { settingsStore } from '../../../functions/notifications/settings.store.ts';
import { changeSettings, getSettings } from '../../../functions/notifications/settings.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

const at = (second: number) => `2026-11-22T03:00:${String(second).padStart(2, '0')}.000Z`;

const draft = (changes: Partial<Message> = {}): Message => ({
  merchantId: 'mer_a',
  messageId: 'msg_1',
  eventId: 'evt_1',
  eventType: 'order.expiring',
  resourceId: 'ord_1',
  template: 'order_expiring',
  recipient: 'merchant',
  channel: 'email',
  locale: 'ja',
  state: 'queued',
  reason: null,
  content: Uint8Array.of(1, 2, 3),
  attempts: [],
  version: 0,
  createdAt: at(0),
  updatedAt: at(0),
  ...changes,
});

describe('the messages of a merchant', () => {
  test('are read as they were written', async () => {
    const store = messageStore(tables.transactions);
    const sending = claimed(draft(), at(1));
    expect(await store.save(sending)).toBe(true);
    const sent = sentAs(sending, 'ses_1', at(2));
    expect(await store.save(sent)).toBe(true);
    expect(await store.find('mer_a', 'msg_1')).toEqual(sent);
    expect(await store.find('mer_b', 'msg_1')).toBeUndefined();
  });

  test('are claimed by one process only, at first and again', async () => {
    const store = messageStore(tables.transactions);
    const first = claimed(draft({ messageId: 'msg_2' }), at(1));
    expect((await Promise.all([store.save(first), store.save(first)])).sort()).toEqual([false, true]);
    const again = claimed(first, at(2));
    expect((await Promise.all([store.save(again), store.save(again)])).sort()).toEqual([false, true]);
  });

  test('are written to an address once a day and template where that is asked for', async () => {
    const store = messageStore(tables.transactions);
    const about = (messageId: string, changes: Partial<Message> = {}) =>
      claimed(draft({ messageId, template: 'application_received', ...changes }), at(1));
    const today = { index: 'mac', date: '2026-11-22' };
    const ends = await Promise.all(['msg_d1', 'msg_d2'].map((id) => store.saveOnceADay(about(id), today)));
    expect(ends.sort()).toEqual([true, 'written_to']);
    expect(await store.saveOnceADay(about('msg_d3'), { index: 'mac', date: '2026-11-23' })).toBe(true);
    expect(await store.saveOnceADay(about('msg_d3'), { index: 'other', date: '2026-11-23' })).toBe(false);
    expect(await store.saveOnceADay(about('msg_d4', { merchantId: 'mer_b' }), today)).toBe(true);
    expect(await store.find('mer_a', 'msg_d4')).toBeUndefined();
  });

  test('are listed newest first, for one resource if asked, and to nobody else', async () => {
    const store = messageStore(tables.transactions);
    for (const [second, resourceId] of ['ord_1', 'ord_2', 'ord_1'].entries()) {
      const message = draft({ merchantId: 'mer_list', messageId: `msg_l${second}`, resourceId, createdAt: at(second) });
      await store.save(claimed(message, at(second)));
    }
    const list = async (merchantId: string, resourceId?: string) =>
      (await store.list({ merchantId, resourceId, limit: 20 })).items.map(({ messageId }) => messageId);
    expect(await list('mer_list')).toEqual(['msg_l2', 'msg_l1', 'msg_l0']);
    expect(await list('mer_list', 'ord_1')).toEqual(['msg_l2', 'msg_l0']);
    expect(await list('mer_nobody')).toEqual([]);
  });

  test('that bounce tell the event of it, with the reason and no address', async () => {
    const store = messageStore(tables.transactions);
    const sending = claimed(draft({ messageId: 'msg_bounced' }), at(1));
    await store.save(sending);
    expect(
      (await tables.transactions.get({ PK: 'MERCHANT#mer_a', SK: 'MESSAGE#msg_bounced' }))?.outbox,
    ).toBeUndefined();
    await store.save(bouncedBecause(sending, 'BounceGeneral', at(2)));
    const item = await tables.transactions.get({ PK: 'MERCHANT#mer_a', SK: 'MESSAGE#msg_bounced' });
    expect(item && eventOf(item)).toMatchObject({
      type: 'message.bounced',
      resourceId: 'msg_bounced',
      data: { id: 'msg_bounced', state: 'bounced', stateReason: 'BounceGeneral', version: 2 },
    });
  });

  test('are forgotten by the table after four hundred days', async () => {
    await messageStore(tables.transactions).save(claimed(draft({ messageId: 'msg_ttl' }), at(1)));
    const item = await tables.transactions.get({ PK: 'MERCHANT#mer_a', SK: 'MESSAGE#msg_ttl' });
    expect(item?.expiresAt).toBe(Date.parse(at(0)) / 1000 + 400 * 86_400);
  });
});

describe('notification settings', () => {
  const ports = () => ({ clock: { now: () => Date.parse(at(5)) }, settings: settingsStore(tables.transactions) });
  const actor = { by: 'key_1', requestId: 'req_1' };
  const change = (textMessages: boolean) =>
    changeSettings(ports(), {
      merchantId: 'mer_a',
      change: { textMessages },
      actor,
    });

  test('are off until they are wanted, and change once however often the change is sent', async () => {
    expect(JSON.parse((await getSettings(ports(), 'mer_a')).body)).toEqual({
      textMessages: false,
      version: 0,
      updatedAt: null,
    });
    const changed = await change(true);
    expect(JSON.parse(changed.body)).toEqual({ textMessages: true, version: 1, updatedAt: at(5) });
    expect(await change(true)).toEqual(changed);
    expect(JSON.parse((await getSettings(ports(), 'mer_b')).body)).toMatchObject({ textMessages: false });
  });

  test('are not changed by who has read another version, and a repeat is no change', async () => {
    const at = (version: number, textMessages: boolean) =>
      changeSettings(ports(), { merchantId: 'mer_c', change: { textMessages }, version, actor });
    await at(0, true);
    await expect(at(0, false)).rejects.toMatchObject({ code: 'VersionStale', facts: { version: 1 } });
    expect(JSON.parse((await at(0, true)).body)).toMatchObject({ textMessages: true, version: 1 });
    expect(JSON.parse((await at(1, false)).body)).toMatchObject({ textMessages: false, version: 2 });
  });

  test('keep who changed them, and tell it', async () => {
    const { items } = await tables.transactions.query({ partition: 'MERCHANT#mer_a', prefix: 'NOTIFICATIONS#' });
    expect(items).toMatchObject([{ actor: { by: 'key_1' }, outbox: 'notification_settings.changed' }]);
  });
});
