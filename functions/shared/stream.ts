import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Item } from './page.ts';

/** The item as a stream's record shows it after the change; undefined when the change removed it. */
export function imageAfter(record: Pick<DynamoDBRecord, 'dynamodb'>): Item | undefined {
  const image = record.dynamodb?.NewImage as Record<string, AttributeValue> | undefined;
  return image && unmarshall(image);
}
