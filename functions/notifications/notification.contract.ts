import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { channels, messageStates, recipients } from './message.ts';
import { locales } from './wording.ts';

/** A message without its address and text: those are personal data of whom it was written to. */
const MessageResource = z.object({
  id: z.string(),
  state: z.enum(messageStates),
  stateReason: z.nullable(z.string()),
  template: z.string(),
  recipient: z.enum(recipients),
  channel: z.enum(channels),
  locale: z.enum(locales),
  eventId: z.string(),
  eventType: z.string(),
  resourceId: z.string(),
  /** Each time that a provider was asked, and its answer; null where the answer is not known. */
  attempts: z.array(z.object({ at: z.string(), outcome: z.nullable(z.string()) })),
  providerMessageId: z.nullable(z.string()),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type MessageResource = z.infer<typeof MessageResource>;

const Settings = z.object({ textMessages: z.boolean(), version: z.int(), updatedAt: z.nullable(z.string()) });

const ChangeSettings = z.strictObject({ textMessages: z.boolean() });
export type ChangeSettings = z.infer<typeof ChangeSettings>;

const tag = 'Messages';

export const listMessages = contract({
  operation: 'listMessages',
  method: 'GET',
  path: '/v1/messages',
  tag,
  summary: 'Lists the e-mails and text messages about your buyers, orders and account, newest first',
  audience: 'events:read',
  query: z.strictObject({
    ...pageQuery,
    resourceId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  }),
  answers: { 200: { description: 'A page of messages, without their text.', schema: listOf(MessageResource) } },
});

export const getNotificationSettings = contract({
  operation: 'getNotificationSettings',
  method: 'GET',
  path: '/v1/notification-settings',
  tag,
  summary: 'Reads which messages are sent, and how',
  audience: 'storefront:read',
  answers: { 200: { description: 'The settings; version 0 where nobody has changed them.', schema: Settings } },
});

export const changeNotificationSettings = contract({
  operation: 'changeNotificationSettings',
  method: 'PATCH',
  path: '/v1/notification-settings',
  tag,
  summary: 'Changes which messages are sent, and how',
  audience: 'storefront:write',
  body: ChangeSettings,
  ifMatch: 'optional',
  answers: { 200: { description: 'The settings as they are now.', schema: Settings } },
  refusals: ['TooBusy'],
});

export const notificationContracts = [listMessages, getNotificationSettings, changeNotificationSettings];
