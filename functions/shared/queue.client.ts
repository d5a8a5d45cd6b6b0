import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lazy } from './lazy.ts';

/** A standard queue: what is sent arrives at least once, in no order. */
export interface Queue<Message> {
  /**
   * Throws when one of them was not taken; the others may have been. `tenant` is whose they are: when one has many waiting, the
   * queue gives out the others' first (Amazon SQS developer guide, "Fair queues").
   */
  sendAll(messages: readonly Message[], tenant: string): Promise<void>;
}

const sharedClient = lazy(() => new SQSClient());

/** SendMessageBatch takes ten messages. */
const messagesPerRequest = 10;

/** Messages are JSON. They are read as often as they are sent, so a sender may send again what it is not sure of. */
export const queue = <Message>(url: string, client: SQSClient = sharedClient()): Queue<Message> => ({
  sendAll: async (messages, tenant) => {
    for (let at = 0; at < messages.length; at += messagesPerRequest) {
      const Entries = messages.slice(at, at + messagesPerRequest).map((message, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(message),
        MessageGroupId: tenant,
      }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
      const [failed] = Failed;
      if (failed) throw new Error(`${Failed.length} messages were not taken: ${failed.Code}`);
    }
  },
});

/** Sets a message of a queue in order aside, as it came. Its id keeps a repeat of this within five minutes from being a second one. */
export const deadLetters =
  (url: string, client: SQSClient = sharedClient()) =>
  async (message: { readonly messageId: string; readonly group: string; readonly body: string }): Promise<void> => {
    const { messageId: MessageDeduplicationId, group: MessageGroupId, body: MessageBody } = message;
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, MessageGroupId, MessageDeduplicationId }));
  };
