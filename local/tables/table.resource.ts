import { arnOf, nameOf, type Provision } from '../assembly/resource.ts';
import type { DynamoCall } from './dynamo-client.ts';
import { type CreatedTable, createTable } from './table.ts';

export interface TableRegistry {
  /** Every table by name, once the engine has it. */
  readonly tables: Map<string, Promise<CreatedTable>>;
  /** Resolves when the engine answers. */
  readonly call: Promise<DynamoCall>;
}

/** AWS::DynamoDB::Table and ::GlobalTable. The table is known at once and created as soon as the engine answers. */
export const tableProvision =
  ({ tables, call }: TableRegistry): Provision =>
  (resource) => {
    const name = nameOf(resource, 'TableName', 255);
    const created = call.then((dynamo) => createTable(dynamo, name, resource.properties));
    created.catch(() => {}); // awaited, with its failure, before the front door opens
    tables.set(name, created);
    const Arn = arnOf(resource, 'dynamodb', `table/${name}`);
    return { ref: name, attributes: { Arn, TableId: name, StreamArn: `${Arn}/stream/local` } };
  };

/** The table of a stream ARN as templates see it. */
export const tableOfStreamArn = (streamArn: string): string | undefined =>
  /:table\/([^/]+)\/stream\//.exec(streamArn)?.[1];
