import type { QueryCommandInput, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

export type Item = Record<string, unknown>;

export interface Key {
  readonly PK: string;
  readonly SK: string;
}

/** A run of items of one partition, of the table or of an index. */
export interface PageRequest {
  readonly index?: { readonly name: string; readonly partition: string; readonly sort: string };
  readonly partition: string;
  /** Sort keys that begin with this, or that lie between two (both included). */
  readonly prefix?: string;
  readonly between?: readonly [from: string, to: string];
  readonly limit?: number;
  readonly newestFirst?: boolean;
  /** Where the page before this one ended. */
  readonly after?: Item | undefined;
}

export interface Page {
  readonly items: Item[];
  /** Absent at the end of the list. */
  readonly last?: Item;
}

/** The query that answers a page request. */
export function pageInput(table: string, request: PageRequest): QueryCommandInput {
  const { index, partition, prefix, between, limit, newestFirst, after } = request;
  const names: Record<string, string> = { '#pk': index?.partition ?? 'PK' };
  const values: Record<string, string> = { ':pk': partition };
  let condition = '#pk = :pk';
  if (prefix !== undefined || between) names['#sk'] = index?.sort ?? 'SK';
  if (between) {
    condition += ' AND #sk BETWEEN :from AND :to';
    [values[':from'], values[':to']] = between;
  } else if (prefix !== undefined) {
    condition += ' AND begins_with(#sk, :prefix)';
    values[':prefix'] = prefix;
  }
  return {
    TableName: table,
    IndexName: index?.name,
    KeyConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: marshall(values),
    ScanIndexForward: !newestFirst,
    ConsistentRead: index === undefined, // an index is never strongly consistent
    ...(limit === undefined ? {} : { Limit: limit }),
    ...(after ? { ExclusiveStartKey: marshall(after) } : {}),
  };
}

/** A walk over a whole table or index, in no order. For audits and daily runs, never on the path of a request. */
export interface ScanRequest {
  readonly index?: string;
  /** Only items whose sort key begins with one of these, and of them only these attributes: the rest is read, but not sent. */
  readonly only?: { readonly prefixes: readonly string[]; readonly attributes: readonly string[] };
  readonly limit?: number;
  readonly after?: Item | undefined;
}

export const scanInput = (table: string, { index, only, limit, after }: ScanRequest): ScanCommandInput => ({
  TableName: table,
  IndexName: index,
  ConsistentRead: index === undefined,
  ...(only ? narrowed(only) : {}),
  ...(limit === undefined ? {} : { Limit: limit }),
  ...(after ? { ExclusiveStartKey: marshall(after) } : {}),
});

const narrowed = ({ prefixes, attributes }: NonNullable<ScanRequest['only']>) => ({
  FilterExpression: prefixes.map((_, at) => `begins_with(#SK, :prefix${at})`).join(' OR '),
  ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(['SK', ...attributes].map((name) => [`#${name}`, name])),
  ExpressionAttributeValues: marshall(Object.fromEntries(prefixes.map((prefix, at) => [`:prefix${at}`, prefix]))),
});
