import type { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { deadLetters } from '../../../functions/shared/queue.client.ts';

test('a message is set aside as it came, in its group, and under its own id: a repeat is no second one', async () => {
  const sent: unknown[] = [];
  const client = { send: async ({ input }: SendMessageCommand) => void sent.push(input) } as unknown as SQSClient;
  await deadLetters('https://sqs/dead.fifo', client)({ messageId: 'm1', group: 'MERCHANT#mer_a', body: '{"a' });
  expect(sent).toEqual([
    {
      QueueUrl: 'https://sqs/dead.fifo',
      MessageBody: '{"a',
      MessageGroupId: 'MERCHANT#mer_a',
      MessageDeduplicationId: 'm1',
    },
  ]);
});
