import * as z from 'zod/mini';
import { idFrom } from '../shared/ids.ts';
import { locales } from './wording.ts';

export const channels = ['email', 'sms'] as const;
export type Channel = (typeof channels)[number];

/** Whom a message is for: the contact of a buyer, or the merchant's own address. */
export const recipients = ['buyer', 'merchant'] as const;
export type Recipient = (typeof recipients)[number];

/**
 * `sending` while a provider is being asked, `queued` after it could not take the message, `sent` when it has, `bounced` when the
 * recipient cannot be reached, `failed` when there was nobody to write to or it would have come too late.
 */
export const messageStates = ['queued', 'sending', 'sent', 'bounced', 'failed'] as const;
export type MessageState = (typeof messageStates)[number];

/** Each try to send is evidence: when it began, and how the provider answered. One without an outcome ended with its process. */
const Attempt = z.object({ at: z.string(), outcome: z.optional(z.string()) });

export const Message = z.object({
  merchantId: z.string(),
  messageId: z.string(),
  /** What it tells of, by the event. */
  eventId: z.string(),
  eventType: z.string(),
  resourceId: z.string(),
  template: z.string(),
  recipient: z.enum(recipients),
  channel: z.enum(channels),
  locale: z.enum(locales),
  state: z.enum(messageStates),
  reason: z.nullable(z.string()),
  /** Address and text, sealed for the place `contentOf` names. */
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  attempts: z.array(Attempt),
  providerMessageId: z.optional(z.string()),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Message = z.infer<typeof Message>;

/** What is sealed: whom it goes to and what it says. A repeat sends these very words, whatever the templates say by then. */
export const Content = z.object({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() });
export type Content = z.infer<typeof Content>;

export const contentOf = ({ merchantId, messageId }: Pick<Message, 'merchantId' | 'messageId'>) => ({
  merchantId,
  messageId,
  field: 'content',
});

/** One event writes one message of a template to one recipient by one channel, however often it is told. */
export const messageIdOf = (eventId: string, template: string, recipient: Recipient, channel: Channel): string =>
  idFrom('msg', eventId, template, recipient, channel);

/** From each state to these. */
const nextStates: Readonly<Record<MessageState, readonly MessageState[]>> = {
  queued: ['sending', 'failed'],
  sending: ['sending', 'sent', 'queued', 'bounced', 'failed'],
  sent: ['bounced'],
  bounced: [],
  failed: [],
};

/** Nothing more is sent of it. */
export const isSettled = ({ state }: Message): boolean => state === 'sent' || nextStates[state].length === 0;

/** Longer than a function lives: whoever was sending is dead by then. */
const leaseMs = 2 * 60 * 1000;

/** Another process may be asking the provider at this moment. */
export function isBeingSent({ state, attempts }: Message, at: string): boolean {
  const began = attempts.at(-1)?.at;
  return state === 'sending' && began !== undefined && Date.parse(at) - Date.parse(began) < leaseMs;
}

/** Attempts beyond this are counted by the queue and told by its alarm; the first ones and the latest are kept. */
const attemptsKept = 20;

function moveTo(message: Message, state: MessageState, at: string, changes: Partial<Message>): Message {
  if (!nextStates[message.state].includes(state)) {
    throw new Error(`message ${message.messageId} is ${message.state}, so it cannot become ${state}`);
  }
  return { ...message, reason: null, ...changes, state, version: message.version + 1, updatedAt: at };
}

/** Before the provider is asked: whoever finds it so later knows that a message may have gone out. */
export function claimed(message: Message, at: string): Message {
  const attempts = [...message.attempts.slice(0, attemptsKept - 1), { at }];
  return moveTo(message, 'sending', at, { attempts });
}

/** The last attempt with its outcome; one that has its outcome keeps it, whatever becomes of the message later. */
const concluded = (message: Message, outcome: string): Message['attempts'] =>
  message.attempts.map((attempt, place) => (place === message.attempts.length - 1 ? { outcome, ...attempt } : attempt));

export const sentAs = (message: Message, providerMessageId: string, at: string): Message =>
  moveTo(message, 'sent', at, { attempts: concluded(message, 'taken'), providerMessageId });

export const bouncedBecause = (message: Message, reason: string, at: string): Message =>
  moveTo(message, 'bounced', at, { attempts: concluded(message, reason), reason });

export const waitsBecause = (message: Message, reason: string, at: string): Message =>
  moveTo(message, 'queued', at, { attempts: concluded(message, reason), reason });

export const failedBecause = (message: Message, reason: string, at: string): Message =>
  moveTo(message, 'failed', at, { reason });
