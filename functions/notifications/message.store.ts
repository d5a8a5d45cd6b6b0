import { systemActor } from '../shared/actor.ts';
import { creationKeys, listByCreation } from '../shared/creation-index.ts';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, unlessRefused, type Write, WriteRefused } from '../shared/write.ts';
import type { DailyAddress } from './deliver.ts';
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
  save: (message: Message): Promise<boolean> => unlessRefused(table.write(messageWrite(table.name, message))),
  /** The same, in one write with the proof that its recipient has had no such message today. */
  saveOnceADay: async (message: Message, address: DailyAddress): Promise<boolean | 'written_to'> => {
    try {
      await table.write(messageWrite(table.name, message), dailyWrite(table.name, message, address));
      return true;
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      return error.found[0] ? false : 'written_to';
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

function messageWrite(table: string, message: Message): Write {
  const { merchantId, createdAt, messageId: id } = message;
  const put: Item = {
    ...messageKey(message),
    ...message,
    ...creationKeys({ owner: ownerOf(merchantId), kind: 'MESSAGE', createdAt, id }),
    expiresAt: Math.floor(Date.parse(createdAt) / 1000) + keptSeconds,
    // Whoever keeps the address has to put it right. An event says no more than which message it was, and why.
    ...(message.state === 'bounced' ? bounceTold(message) : {}),
  };
  return { table, put, condition: message.version === 1 ? isNew : atVersion(message.version - 1) };
}

/** Past the end of its day in every time zone. */
const dayKeptSeconds = 3 * 24 * 60 * 60;

const dailyWrite = (
  table: string,
  { merchantId, template, messageId, createdAt }: Message,
  { index, date }: DailyAddress,
): Write => ({
  table,
  put: {
    PK: ownerOf(merchantId),
    SK: `WRITTENTO#${date}#${template}#${index}`,
    messageId,
    expiresAt: Math.floor(Date.parse(createdAt) / 1000) + dayKeptSeconds,
  },
  condition: isNew,
});

/** An event tells a reason as `stateReason` (functions/events/event.ts). */
const bounceTold = ({ reason }: Message) => ({
  outbox: 'message.bounced',
  stateReason: reason,
  actor: systemActor('send-messages'),
});
