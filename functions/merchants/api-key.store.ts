import type { Answer } from '../shared/answer.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Item } from '../shared/page.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { SealedOnce } from '../shared/sealed-once.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, type Write, WriteRefused } from '../shared/write.ts';
import { ApiKey, isValid } from './api-key.ts';

/** Keys of staff lie where the functions that write merchants' keys may not write: none of them can make an operator. */
const apiKeyKey = ({ merchantId, hash }: Pick<ApiKey, 'merchantId' | 'hash'>) => ({
  PK: `${merchantId === '' ? 'OPERATORKEY' : 'APIKEY'}#${hash}`,
  SK: 'APIKEY',
});

/** Whose list of keys it is in: a merchant's, or that of the platform's own staff. */
const ownerOf = (merchantId: string): string => (merchantId === '' ? 'OPERATOR' : `MERCHANT#${merchantId}`);

/** The key with this hash, if there is one. */
export async function findApiKey(table: Table, hash: string): Promise<ApiKey | undefined> {
  const places = ['any', ''].map((merchantId) => apiKeyKey({ merchantId, hash }));
  const [ofMerchant, ofStaff] = await Promise.all(places.map((place) => table.get(place)));
  if (ofStaff) return ApiKey.parse(ofStaff);
  const key = ofMerchant && ApiKey.parse(ofMerchant);
  return key?.merchantId === '' || key?.scopes.includes('operator') ? undefined : key;
}

const itemOf = (table: string, key: ApiKey) => ({ table, put: { ...apiKeyKey(key), ...key } });
const placeOf = (table: string, { merchantId, keyId, hash }: ApiKey) => ({
  table,
  put: { PK: ownerOf(merchantId), SK: `APIKEY#${keyId}`, hash },
});

/** The key as it is now to be, and for a new one its place in its owner's list. */
export const apiKeyWrites = (table: string, key: ApiKey): Write[] =>
  key.version > 1
    ? [{ ...itemOf(table, key), condition: atVersion(key.version - 1) }]
    : [
        { ...itemOf(table, key), condition: isNew },
        { ...placeOf(table, key), condition: isNew },
      ];

/** The key whatever was there before: for a sandbox's public keys, which a release gives its new rights. */
export const replacedApiKey = (table: string, key: ApiKey): Write[] => [itemOf(table, key), placeOf(table, key)];

/** All keys of a merchant, or of the platform's staff, the revoked ones too. */
async function listApiKeys(table: Table, merchantId: string): Promise<ApiKey[]> {
  const keys: ApiKey[] = [];
  let after: Item | undefined;
  do {
    const page = await table.query({ partition: ownerOf(merchantId), prefix: 'APIKEY#', limit: 100, after });
    const some = await table.getMany(page.items.map(({ hash }) => apiKeyKey({ merchantId, hash: String(hash) })));
    keys.push(...some.map((item) => ApiKey.parse(item)));
    after = page.last;
  } while (after);
  return keys;
}

/** The ids of all keys that a merchant has had, the revoked ones too. */
export async function apiKeyIds(table: Table, merchantId: string): Promise<ReadonlySet<string>> {
  const { items } = await table.query({ partition: ownerOf(merchantId), prefix: 'APIKEY#' });
  return new Set(items.map(({ SK }) => String(SK).slice('APIKEY#'.length)));
}

/** Keys by their owner. */
export function apiKeyStore(table: Table, clock: { now(): number }) {
  return {
    of: (merchantId: string) => listApiKeys(table, merchantId),
    /** Those that open doors now, or will when somebody has approved them. */
    usable: async (merchantId: string): Promise<ApiKey[]> =>
      (await listApiKeys(table, merchantId)).filter((key) => isValid(key, clock.now())),
  };
}

/** The keys of the platform's own staff, with the proofs of the requests that made them. */
export function operatorKeyStore(table: Table, proofs: SealedOnce) {
  const guarded = async <Written>(write: () => Promise<Written>): Promise<Written> => {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      throw refuseRequest('TooBusy', 'The key has changed since it was read. Send this again.', {}, error);
    }
  };
  return {
    of: (merchantId: '') => listApiKeys(table, merchantId),
    earlier: (once: OnceRequest) => proofs.earlier('OPERATOR', once),
    save: (keys: readonly ApiKey[], once: OnceRequest, told: Answer) => {
      const writes = keys.flatMap((key) => apiKeyWrites(table.name, key));
      return guarded(() => proofs.write({ owner: 'OPERATOR', once, answer: told, writes }));
    },
    change: (key: ApiKey) => guarded(() => table.write(...apiKeyWrites(table.name, key))),
  };
}

/** The first keys of a deployment: the table's side of functions/merchants/first-operators.ts. */
export const firstOperatorStore = (table: Table) => ({
  of: (merchantId: '') => listApiKeys(table, merchantId),
  addFirst: (keys: readonly ApiKey[], known: number): Promise<void> =>
    table.write(
      { table: table.name, put: { PK: 'OPERATOR', SK: `FIRSTKEYS#${known}` }, condition: isNew },
      ...keys.flatMap((key) => apiKeyWrites(table.name, key)),
    ),
});
