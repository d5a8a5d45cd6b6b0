import { systemActor } from '../shared/actor.ts';
import { creationKeys, listByCreation } from '../shared/creation-index.ts';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, WriteRefused } from '../shared/write.ts';
import type { MessagesQuery } from './list-messages.ts';
import { Message } from './message.ts';

const ownerOf = (merchantId: string): string => `MERCHANT#${merchantId}`;
const messageKey = ({ merchantId, messageId }: Pick<Message, 'merchantId' | 'messageId'>) => ({
  PK: ownerOf(merchantId),
  SK: `MESSAGE#${messageId}`,
});

/** Long enough to answer what a party was told in a business year; then the table forgets it (its time to live). */
const keptSeconds = 400 * 24 * 60 * 60;

/** Messages of the Transactions table. */
export const messageStore = (table: Table) => ({
  find: async (merchantId: string, messageId: string): Promise<Message | undefined> => {
    const item = await table.get(messageKey({ merchantId, messageId }));
    return item && Message.parse(item);
  },
  /** The message as it is now to be. False when another process has written it since it was read. */
  save: async (message: Message): Promise<boolean> => {
    const { merchantId, createdAt, messageId: id } = message;
    const put: Item = {
      ...messageKey(message),
      ...message,
      ...creationKeys({ owner: ownerOf(merchantId), kind: 'MESSAGE', createdAt, id }),
      expiresAt: Math.floor(Date.parse(createdAt) / 1000) + keptSeconds,
      // Whoever keeps the address has to put it right. An event says no more than which message it was, and why.
      ...(message.state === 'bounced' ? bounceTold(message) : {}),
    };
    const condition = message.version === 1 ? isNew : atVersion(message.version - 1);
    try {
      await table.write({ table: table.name, put, condition });
      return true;
    } catch (error) {
      if (error instanceof WriteRefused) return false;
      throw error;
    }
  },
  list: ({ merchantId, resourceId, limit, cursor }: MessagesQuery) => {
    const filter = JSON.stringify([resourceId]);
    const read = (item: Item): Message | undefined => {
      const message = Message.parse(item);
      return resourceId === undefined || message.resourceId === resourceId ? message : undefined;
    };
    return listByCreation(table, { owner: ownerOf(merchantId), kind: 'MESSAGE', filter, limit, cursor, read });
  },
});

/** An event tells a reason as `stateReason` (functions/events/event.ts). */
const bounceTold = ({ reason }: Message) => ({
  outbox: 'message.bounced',
  stateReason: reason,
  actor: systemActor('send-messages'),
});
