import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Item } from './page.ts';

type StreamRecord = Pick<DynamoDBRecord, 'dynamodb'>;

const imageOf = (image: unknown): Item | undefined =>
  image === undefined ? undefined : unmarshall(image as Record<string, AttributeValue>);

/** The item as a stream's record shows it after the change; undefined when the change removed it. */
export const imageAfter = ({ dynamodb }: StreamRecord): Item | undefined => imageOf(dynamodb?.NewImage);

/** The item as it was before the change; undefined when it is new, or when the stream does not carry old images. */
export const imageBefore = ({ dynamodb }: StreamRecord): Item | undefined => imageOf(dynamodb?.OldImage);
