import { type DynamoCall, DynamoError } from './dynamo-client.ts';

type Properties = Record<string, unknown>;
interface Index {
  readonly IndexName: string;
}
interface TableDescription {
  readonly LatestStreamArn?: string;
  readonly TableStatus: string;
  readonly GlobalSecondaryIndexes?: readonly (Index & { readonly IndexStatus: string })[];
  readonly StreamSpecification?: { readonly StreamEnabled: boolean };
}

export interface CreatedTable {
  /** The engine's own ARN of the stream, which differs from the one that templates see. */
  readonly engineStreamArn?: string;
  /** It was there before, with its data (`--data`). */
  readonly existed: boolean;
}

const throughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
const only = (properties: Properties, ...names: string[]): Properties =>
  Object.fromEntries(names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]));

/** The CreateTable request for the properties of an AWS::DynamoDB::Table or ::GlobalTable. */
export function createTableInput(name: string, properties: Properties): Properties {
  const isOnDemand = properties.BillingMode === 'PAY_PER_REQUEST' || properties.BillingMode === undefined;
  const capacity = isOnDemand ? {} : { ProvisionedThroughput: properties.ProvisionedThroughput ?? throughput };
  const indexes = ((properties.GlobalSecondaryIndexes ?? []) as Properties[]).map((index) => ({
    ...only(index, 'IndexName', 'KeySchema', 'Projection'),
    ...(isOnDemand ? {} : { ProvisionedThroughput: index.ProvisionedThroughput ?? throughput }),
  }));
  const stream = properties.StreamSpecification as { StreamViewType: string } | undefined;
  return {
    TableName: name,
    ...only(properties, 'AttributeDefinitions', 'KeySchema', 'LocalSecondaryIndexes'),
    BillingMode: isOnDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    ...capacity,
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
  };
}

/**
 * Creates the table, or brings an existing one up to the template (new indexes, a stream that was switched on). Time to live
 * stays off: the engine would compare it with the real clock, and AWS promises no moment of deletion that code could rely on.
 */
export async function createTable(call: DynamoCall, name: string, properties: Properties): Promise<CreatedTable> {
  const input = createTableInput(name, properties);
  let existed = false;
  try {
    await call('CreateTable', input);
  } catch (error) {
    if (!(error instanceof DynamoError && error.name === 'ResourceInUseException')) throw error;
    existed = true;
    await upgrade(call, name, input);
  }
  const { LatestStreamArn } = await whenActive(call, name);
  return { existed, ...(LatestStreamArn !== undefined && { engineStreamArn: LatestStreamArn }) };
}

async function upgrade(call: DynamoCall, name: string, input: Properties): Promise<void> {
  const present = await whenActive(call, name);
  if (input.StreamSpecification && !present.StreamSpecification?.StreamEnabled) {
    await call('UpdateTable', { TableName: name, StreamSpecification: input.StreamSpecification });
    await whenActive(call, name);
  }
  const known = new Set((present.GlobalSecondaryIndexes ?? []).map((index) => index.IndexName));
  for (const index of (input.GlobalSecondaryIndexes ?? []) as Index[]) {
    if (known.has(index.IndexName)) continue;
    // One index at a time is DynamoDB's rule.
    const GlobalSecondaryIndexUpdates = [{ Create: index }];
    await call('UpdateTable', {
      TableName: name,
      AttributeDefinitions: input.AttributeDefinitions,
      GlobalSecondaryIndexUpdates,
    });
    await whenActive(call, name);
  }
}

async function whenActive(call: DynamoCall, name: string): Promise<TableDescription> {
  for (;;) {
    const { Table } = await call<{ Table: TableDescription }>('DescribeTable', { TableName: name });
    const building = Table.GlobalSecondaryIndexes?.some((index) => index.IndexStatus !== 'ACTIVE');
    if (Table.TableStatus === 'ACTIVE' && !building) return Table;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
