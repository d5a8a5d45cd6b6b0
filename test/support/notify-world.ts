import type { MerchantEvent } from '../../functions/events/event.ts';
import type { Message } from '../../functions/notifications/message.ts';
import type { Email, TextMessage } from '../../functions/notifications/message-provider.ts';
import type { NotifyPorts } from '../../functions/notifications/notify.ts';
import { refuseAsMessages } from '../../functions/providers/messages/messages.refusals.ts';
import { openVault } from '../../functions/shared/vault.ts';
import { aBuyer, registration } from './buyers.ts';
import { keyService } from './key-service.ts';

export const minute = 60_000;
const began = Date.parse('2026-11-22T03:00:00Z');

export const event = (changes: Partial<MerchantEvent> = {}): MerchantEvent => ({
  id: 'evt_1',
  merchantId: 'mer_demo',
  type: 'credit_facility.suspended',
  resourceId: 'buy_1',
  sequence: 4,
  apiVersion: '2026-01-01',
  occurredAt: '2026-11-22T02:59:59.000Z',
  data: { id: 'buy_1', state: 'suspended' },
  ...changes,
});

interface World {
  readonly phone?: string;
  readonly contactEmail?: string;
  readonly locale?: 'ja' | 'en';
  readonly textMessages?: boolean;
}

/** Stores in memory that keep versions as the table does, and a provider that takes everything. */
export async function aWorld({ phone = '090-1234-5678', contactEmail = 'ops@demo.example', ...of }: World = {}) {
  const time = { at: began };
  const clock = { now: () => time.at };
  const vault = openVault(keyService(), clock);
  const buyer = await aBuyer(vault, of.locale ? { locale: of.locale } : {}, {
    contact: {
      familyName: '浜',
      givenName: '花子',
      familyNameKana: 'ハマ',
      givenNameKana: 'ハナコ',
      email: 'hanako@minato.example.jp',
      phone,
    },
  });
  const kept = new Map<string, Message>();
  const daily = new Set<string>();
  const sent: (Email | TextMessage)[] = [];
  const ports: NotifyPorts = {
    clock,
    vault,
    sender: { name: 'Tegata', contact: 'support@tegata.example' },
    merchants: { find: async () => ({ name: 'デモ商店', contactEmail, locale: 'ja' }) },
    buyers: { get: async () => buyer },
    settings: {
      find: async (merchantId) => ({ merchantId, textMessages: of.textMessages ?? false, version: 0, updatedAt: null }),
    },
    messages: {
      find: async (_, id) => kept.get(id),
      save: async (message) => {
        if ((kept.get(message.messageId)?.version ?? 0) !== message.version - 1) return false;
        kept.set(message.messageId, message);
        return true;
      },
      saveOnceADay: async (message, address) => {
        if ((kept.get(message.messageId)?.version ?? 0) !== message.version - 1) return false;
        const day = JSON.stringify([message.template, address]);
        if (daily.has(day)) return 'written_to';
        daily.add(day);
        kept.set(message.messageId, message);
        return true;
      },
    },
    provider: {
      sendEmail: async (email) => `ses_${sent.push(email)}`,
      sendText: async (message) => `sms_${sent.push(message)}`,
    },
  };
  const toldOf = (template: string) => [...kept.values()].find((message) => message.template === template);
  return { ports, sent, kept, time, toldOf };
}

export const refusing = (code: 'MessageRefused' | 'MessagesUnavailable', times: number) => {
  let left = times;
  return (world: Awaited<ReturnType<typeof aWorld>>): NotifyPorts => ({
    ...world.ports,
    provider: {
      ...world.ports.provider,
      sendEmail: (email) => {
        if (left-- > 0) throw refuseAsMessages(code, 'no', { reason: 'Because' });
        return world.ports.provider.sendEmail(email);
      },
    },
  });
};

/** The same world, where the buyer's contact has another address. */
export const writingTo = (world: Awaited<ReturnType<typeof aWorld>>, email: string): NotifyPorts => ({
  ...world.ports,
  buyers: { get: async () => aBuyer(world.ports.vault, {}, { contact: { ...registration().contact, email } }) },
});
