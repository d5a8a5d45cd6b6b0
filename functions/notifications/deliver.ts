import { type Clock, instant } from '../shared/clock.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Vault } from '../shared/vault.ts';
import {
  bouncedBecause,
  Content,
  claimed,
  contentOf,
  failedBecause,
  isBeingSent,
  isSettled,
  type Message,
  sentAs,
  waitsBecause,
} from './message.ts';
import type { MessageProvider } from './message-provider.ts';

export interface SendPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly provider: MessageProvider;
  readonly messages: {
    find(merchantId: string, messageId: string): Promise<Message | undefined>;
    /** False when another process has written the message since it was read. */
    save(message: Message): Promise<boolean>;
    /** The same for the first write of a message of which an address gets one a day; `written_to` when it has had it. */
    saveOnceADay(message: Message, address: DailyAddress): Promise<boolean | 'written_to'>;
  };
}

/** Whom a message goes to, by the blind index of the address, and on which business day. */
export interface DailyAddress {
  readonly index: string;
  readonly date: string;
}

/** A message that is written for the first time. */
export interface Draft {
  readonly message: Message;
  readonly content: Content;
  /** When that happened which it tells of. */
  readonly occurredAt: string;
  /** Where its recipient gets one such message a day. */
  readonly oncePerDay?: DailyAddress | undefined;
}

/** Another process has the message in hand; the queue brings it again when that is over. */
export class MessageInHand extends Error {
  override readonly name = 'MessageInHand';
}

/** News of this age are not told any more: after three days of outage people know from elsewhere, or are only confused. */
const tooLateMs = 3 * 24 * 60 * 60 * 1000;

/**
 * Sends a message once for as long as processes do not die. Before the provider is asked the message is kept as `sending`; a
 * process that dies between that and its result leaves an attempt without an outcome. Neither SES nor SMS can be asked whether
 * they took a message (they have no inquiry and no idempotency key), so the choice is between a message that may be lost and
 * one that may come twice: we send again, the attempt stays as evidence, and both mails carry the same message id as a tag.
 */
export async function sendMessage(
  ports: SendPorts,
  { merchantId, messageId }: Pick<Message, 'merchantId' | 'messageId'>,
  write: () => Promise<Draft>,
): Promise<void> {
  const known = await ports.messages.find(merchantId, messageId);
  if (known && isSettled(known)) return;
  const now = instant(ports.clock);
  if (known && isBeingSent(known, now)) throw new MessageInHand(`${messageId} is being sent`);
  const { message, content, occurredAt, oncePerDay } = known ? await draftOf(ports, known) : await write();
  if (content.to === '') return keep(ports, failedBecause(message, 'no_address', now));
  if (Date.parse(now) - Date.parse(occurredAt) > tooLateMs) return keep(ports, failedBecause(message, 'too_late', now));
  const sending = claimed(message, now);
  if (!(await claim(ports, sending, oncePerDay))) {
    return keep(ports, failedBecause(message, 'written_to_today', now));
  }
  await send(ports, sending, content);
}

/** Keeps that it is being sent; false when its recipient has had such a message today. */
async function claim(ports: SendPorts, sending: Message, oncePerDay: DailyAddress | undefined): Promise<boolean> {
  const kept = oncePerDay ? await ports.messages.saveOnceADay(sending, oncePerDay) : await ports.messages.save(sending);
  if (!kept) throw inHand(sending);
  return kept !== 'written_to';
}

const draftOf = async ({ vault }: SendPorts, message: Message): Promise<Draft> => ({
  message,
  content: Content.parse(await vault.open(contentOf(message), message.content)),
  occurredAt: message.createdAt,
});

async function keep({ messages }: SendPorts, message: Message): Promise<void> {
  if (!(await messages.save(message))) throw inHand(message);
}

const inHand = ({ messageId }: Message): MessageInHand =>
  new MessageInHand(`${messageId} was changed by another process`);

/** A report that the mail came back may have been faster than the provider's answer; what it says stands. */
async function keepSent(ports: SendPorts, sent: Message): Promise<void> {
  if (await ports.messages.save(sent)) return;
  const found = await ports.messages.find(sent.merchantId, sent.messageId);
  if (!found || !isSettled(found)) throw inHand(sent);
}

/** Asks the provider and keeps what came of it. What is worth another try is thrown, so that the queue brings it again. */
async function send(ports: SendPorts, message: Message, content: Content): Promise<void> {
  try {
    const providerMessageId = await askProvider(ports.provider, message, content);
    await keepSent(ports, sentAs(message, providerMessageId, instant(ports.clock)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reason = String(error.facts.reason ?? error.code);
    const at = instant(ports.clock);
    if (error.code === 'MessageRefused') return keep(ports, bouncedBecause(message, reason, at));
    await keep(ports, waitsBecause(message, reason, at));
    throw error;
  }
}

const askProvider = (
  provider: MessageProvider,
  { channel, messageId, merchantId }: Message,
  content: Content,
): Promise<string> =>
  channel === 'email'
    ? provider.sendEmail({ ...content, messageId, merchantId })
    : provider.sendText({ to: content.to, text: content.text, messageId, merchantId });
