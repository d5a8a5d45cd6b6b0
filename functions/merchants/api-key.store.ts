import type { Table } from '../shared/table.ts';
import type { Write } from '../shared/write.ts';
import { ApiKey } from './api-key.ts';

const apiKeyKey = (hash: string) => ({ PK: `APIKEY#${hash}`, SK: 'APIKEY' });

/** The key with this hash, if there is one. */
export async function findApiKey(table: Table, hash: string): Promise<ApiKey | undefined> {
  const item = await table.get(apiKeyKey(hash));
  return item && ApiKey.parse(item);
}

export const apiKeyWrite = (table: Table, key: ApiKey): Write => ({
  table: table.name,
  put: { ...apiKeyKey(key.hash), ...key },
});
