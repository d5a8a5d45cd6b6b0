import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openTable, type Table } from '../../functions/shared/table.ts';
import { readAssembly } from '../../local/assembly/manifest.ts';
import { dynamoCall } from '../../local/tables/dynamo-client.ts';
import { createTable } from '../../local/tables/table.ts';

const region = 'ap-northeast-1';

export interface ProductTables {
  readonly transactions: Table;
  readonly ledger: Table;
}

export const engineClient = (url: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint: url, region, credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } });

/** The product's tables as its templates declare them, once more under names of the bench's own: nobody consumes their streams. */
export async function productTables(url: string, assemblyDir: string): Promise<ProductTables> {
  const client = engineClient(url);
  const create = async (kind: 'Transactions' | 'Ledger') => {
    const name = `Bench${kind}`;
    await createTable(dynamoCall(url, region, 'DynamoDB_20120810'), name, declared(assemblyDir, kind));
    return openTable(name, client);
  };
  return { transactions: await create('Transactions'), ledger: await create('Ledger') };
}

function declared(assemblyDir: string, kind: string): Record<string, unknown> {
  const resources = readAssembly(assemblyDir).flatMap(({ template }) => Object.entries(template.Resources ?? {}));
  const found = resources.find(([id, { Type }]) => Type === 'AWS::DynamoDB::Table' && id.startsWith(kind));
  if (!found?.[1].Properties) throw new Error(`The templates declare no table ${kind}.`);
  return found[1].Properties;
}
