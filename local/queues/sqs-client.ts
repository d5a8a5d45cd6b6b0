import { nameInArn } from '../assembly/resource.ts';

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Record<string, string>;
  readonly MessageAttributes?: Record<string, MessageAttribute>;
}

export interface SendOptions {
  readonly attributes?: Record<string, string>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** The few calls of SQS that the runtime itself makes. */
export interface SqsClient {
  call<Answer>(operation: string, input: object): Promise<Answer>;
  urlOf(queueArn: string): string;
  send(queueArn: string, body: string, options?: SendOptions): Promise<void>;
  receive(queueArn: string, countMax: number): Promise<Message[]>;
  delete(queueArn: string, messages: readonly Message[]): Promise<void>;
}

const stringAttributes = (attributes: Record<string, string> = {}): Record<string, MessageAttribute> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );

/** SQS over the AWS JSON protocol. */
export function sqsClient(url: string, region: string, account: string): SqsClient {
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/sqs/aws4_request, SignedHeaders=host, Signature=local`;
  const call = async <Answer>(operation: string, input: object): Promise<Answer> => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${operation}`,
      authorization,
    };
    const response = await fetch(`${url}/`, { method: 'POST', headers, body: JSON.stringify(input) });
    const text = await response.text();
    if (!response.ok) throw new Error(`sqs:${operation} answered ${response.status}: ${text}`);
    return JSON.parse(text || '{}') as Answer;
  };
  const urlOf = (queueArn: string): string => `${url}/${account}/${nameInArn(queueArn)}`;
  return {
    call,
    urlOf,
    async send(queueArn, body, { attributes, groupId, deduplicationId } = {}) {
      await call('SendMessage', {
        QueueUrl: urlOf(queueArn),
        MessageBody: body,
        MessageAttributes: stringAttributes(attributes),
        ...(groupId !== undefined && { MessageGroupId: groupId }),
        ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
      });
    },
    async receive(queueArn, countMax) {
      const { Messages = [] } = await call<{ Messages?: Message[] }>('ReceiveMessage', {
        QueueUrl: urlOf(queueArn),
        MaxNumberOfMessages: Math.min(countMax, 10),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      });
      return Messages;
    },
    async delete(queueArn, messages) {
      for (let start = 0; start < messages.length; start += 10) {
        const Entries = messages
          .slice(start, start + 10)
          .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await call('DeleteMessageBatch', { QueueUrl: urlOf(queueArn), Entries });
      }
    },
  };
}
