import { type Answer, answer } from '../shared/answer.ts';
import type { Message } from './message.ts';
import type { MessageResource } from './notification.contract.ts';

export interface MessagesQuery {
  readonly merchantId: string;
  readonly resourceId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ListMessagesPorts {
  readonly messages: {
    list(query: MessagesQuery): Promise<{ readonly items: readonly Message[]; readonly nextCursor: string | null }>;
  };
}

/** What was sent on behalf of a merchant, newest first. */
export async function listMessages({ messages }: ListMessagesPorts, query: MessagesQuery): Promise<Answer> {
  const { items, nextCursor } = await messages.list(query);
  return answer(200, { items: items.map(messageResource), nextCursor });
}

const messageResource = (message: Message): MessageResource => ({
  id: message.messageId,
  state: message.state,
  stateReason: message.reason,
  template: message.template,
  recipient: message.recipient,
  channel: message.channel,
  locale: message.locale,
  eventId: message.eventId,
  eventType: message.eventType,
  resourceId: message.resourceId,
  attempts: message.attempts.map(({ at, outcome = null }) => ({ at, outcome })),
  providerMessageId: message.providerMessageId ?? null,
  version: message.version,
  createdAt: message.createdAt,
  updatedAt: message.updatedAt,
});
