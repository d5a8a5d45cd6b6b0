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

export interface BatchEntry extends Pick<SendOptions, 'groupId' | 'deduplicationId'> {
  readonly body: string;
}

/** The few calls of SQS that the runtime itself makes. */
export interface SqsClient {
  call<Answer>(operation: string, input: object): Promise<Answer>;
  urlOf(queueArn: string): string;
  send(queueArn: string, body: string, options?: SendOptions): Promise<void>;
  /** Sends many, in order; answers the places of those that did not arrive. */
  sendAll(queueArn: string, entries: readonly BatchEntry[]): Promise<readonly number[]>;
  receive(queueArn: string, countMax: number): Promise<Message[]>;
  delete(queueArn: string, messages: readonly Message[]): Promise<void>;
}

const stringAttributes = (attributes: Record<string, string> = {}): Record<string, MessageAttribute> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );

interface SendBatchAnswer {
  readonly Failed?: readonly { readonly Id: string }[];
}

/** SendMessageBatch takes ten messages of one mebibyte in all. */
const batchCountMax = 10;
const batchBytesMax = 1024 * 1024;

function batches(entries: readonly BatchEntry[]): { place: number; entry: BatchEntry }[][] {
  const found: { place: number; entry: BatchEntry }[][] = [];
  let bytesLeft = 0;
  for (const [place, entry] of entries.entries()) {
    const bytes = Buffer.byteLength(entry.body);
    let last = found.at(-1);
    if (!last || last.length === batchCountMax || bytes > bytesLeft) {
      last = [];
      found.push(last);
      bytesLeft = batchBytesMax;
    }
    last.push({ place, entry });
    bytesLeft -= bytes;
  }
  return found;
}

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
    async sendAll(queueArn, entries) {
      const failed: number[] = [];
      for (const batch of batches(entries)) {
        const Entries = batch.map(({ place, entry: { body, groupId, deduplicationId } }) => ({
          Id: String(place),
          MessageBody: body,
          ...(groupId !== undefined && { MessageGroupId: groupId }),
          ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
        }));
        const all = (): SendBatchAnswer => ({ Failed: Entries });
        const input = { QueueUrl: urlOf(queueArn), Entries };
        const { Failed = [] } = await call<SendBatchAnswer>('SendMessageBatch', input).catch(all);
        failed.push(...Failed.map(({ Id }) => Number(Id)));
      }
      return failed;
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
