import * as z from 'zod/mini';
import { MerchantEvent } from '../events/event.ts';
import { businessDate, instant } from '../shared/clock.ts';
import { normalEmail } from '../shared/japanese.contract.ts';
import { type DailyAddress, type SendPorts, sendMessage } from './deliver.ts';
import { renderLetter, type Sender } from './letter.ts';
import { type Content, contentOf, type Message, messageIdOf } from './message.ts';
import { type Parties, type Party, type PartyPorts, partiesOf } from './parties.ts';
import { type Notice, noticesFor } from './plan.ts';
import type { NotificationSettings } from './settings.ts';
import { templates, textTemplates } from './templates.ts';
import { oneLine } from './wording.ts';

/** As the recorder of events hands on what it has recorded. */
export const HandedOn = z.object({ event: MerchantEvent });
export type HandedOn = z.infer<typeof HandedOn>;

export interface NotifyPorts extends PartyPorts, SendPorts {
  readonly sender: Sender;
  readonly settings: { find(merchantId: string): Promise<NotificationSettings> };
}

/**
 * Writes to everybody whom an event calls for. Each message is by itself: one that cannot be sent now fails the event after the
 * others were tried, and when the event comes again what has been sent is not sent again.
 */
export async function notify(ports: NotifyPorts, event: MerchantEvent): Promise<void> {
  const notices = noticesFor(event, await ports.settings.find(event.merchantId));
  if (notices.length === 0) return;
  const parties = await partiesOf(ports, event);
  const failures: unknown[] = [];
  for (const notice of notices) {
    await sendNotice(ports, event, notice, parties).catch((error: unknown) => failures.push(error));
  }
  const [first] = failures;
  if (first !== undefined) throw first;
}

async function sendNotice(ports: NotifyPorts, event: MerchantEvent, notice: Notice, parties: Parties): Promise<void> {
  const party = parties.of[notice.to];
  if (!party) throw new Error(`${event.type} calls for a letter to a ${notice.to}, and names none`);
  if (notice.channel === 'sms' && party.mobile === '') return; // a fixed line takes no text message; the e-mail says the same
  const { id: eventId, merchantId } = event;
  const messageId = messageIdOf(eventId, notice.template, notice.to, notice.channel);
  await sendMessage(ports, { merchantId, messageId }, async () => {
    const now = instant(ports.clock);
    const content = contentFor(notice, party, parties, ports.sender);
    const message: Message = {
      merchantId,
      messageId,
      eventId,
      eventType: event.type,
      resourceId: event.resourceId,
      template: notice.template,
      recipient: notice.to,
      channel: notice.channel,
      locale: party.locale,
      state: 'queued',
      reason: null,
      content: await ports.vault.seal(contentOf({ merchantId, messageId }), content),
      attempts: [],
      version: 0,
      createdAt: now,
      updatedAt: now,
    };
    const oncePerDay = notice.oncePerDay && (await dailyAddress(ports, content.to));
    return { message, content, occurredAt: event.occurredAt, oncePerDay };
  });
}

/** What stands behind a plus sign chooses a folder of the same mailbox (RFC 5233): it makes no other recipient. */
const dailyAddress = async ({ vault, clock }: NotifyPorts, to: string): Promise<DailyAddress> => ({
  index: await vault.blindIndex('written-to', normalEmail(to).replace(/\+[^@]*@/, '@')),
  date: businessDate(clock),
});

function contentFor(notice: Notice, party: Party, { matter }: Parties, sender: Sender): Content {
  const { locale, addressee } = party;
  if (notice.channel === 'sms') {
    return { to: party.mobile, subject: '', text: oneLine(textTemplates[notice.template][locale](matter)), html: '' };
  }
  return { to: party.email, ...renderLetter(templates[notice.template][locale](matter), addressee, sender, locale) };
}
