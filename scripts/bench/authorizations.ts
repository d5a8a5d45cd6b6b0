import { authorizeOrder } from '../../functions/orders/authorize.ts';
import { placingStore } from '../../functions/orders/placing.store.ts';
import type { Table } from '../../functions/shared/table.ts';
import { transactItem, type Write } from '../../functions/shared/write.ts';
import { typicalOrder } from '../../test/support/typical-order.ts';
import type { Post } from './http-client.ts';
import { demoMerchant } from './stack.ts';

let counter = 0;
const nextReference = (): string => `PO-2026-${String(++counter).padStart(6, '0')}`;

/** Authorizations through the front door: the typical order, a fresh reference and key each. */
export const orderCalls = (post: Post, buyers: readonly string[], count: number): (() => Promise<void>)[] =>
  Array.from({ length: count }, (_, at) => {
    const buyer = { merchantId: demoMerchant.merchantId, buyerId: buyers[at % buyers.length] ?? '' };
    const reference = nextReference();
    const body = JSON.stringify(typicalOrder(buyer, reference).order);
    const headers = {
      authorization: `Bearer ${demoMerchant.key}`,
      'content-type': 'application/json',
      'idempotency-key': reference,
    };
    return async () => expectStatus(201, await post(body, headers));
  });

/** The same items in the same transactions, written by the engine's own protocol and nothing else. */
export async function rawCalls(post: Post, table: Table, buyers: readonly string[], count: number) {
  const bodies = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const buyer = { merchantId: demoMerchant.merchantId, buyerId: buyers[at % buyers.length] ?? '' };
      return wireText(await writesOf(table, typicalOrder(buyer, nextReference())));
    }),
  );
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.TransactWriteItems',
    authorization:
      'AWS4-HMAC-SHA256 Credential=bench/20260101/ap-northeast-1/dynamodb/aws4_request, SignedHeaders=host, Signature=bench',
  };
  return bodies.map((body) => async () => expectStatus(200, await post(body, headers)));
}

/** What the product would write, caught before it is sent. */
async function writesOf(table: Table, input: ReturnType<typeof typicalOrder>): Promise<readonly Write[]> {
  let caught: readonly Write[] = [];
  const catching: Table = {
    ...table,
    write: async (...writes) => {
      caught = writes;
    },
  };
  await authorizeOrder({ clock: { now: () => Date.now() }, orders: placingStore(catching) }, input);
  return caught;
}

/** AWS JSON: bytes travel as base64. */
const wireText = (writes: readonly Write[]): string =>
  JSON.stringify(
    { TransactItems: writes.map((write) => transactItem(write, { removeUndefinedValues: true })) },
    inBase64,
  );

/** Buffer has a toJSON, which runs before the replacer. */
const inBase64 = (_name: string, value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  const isBuffer = typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
  return isBuffer && 'data' in value ? Buffer.from(value.data as number[]).toString('base64') : value;
};

function expectStatus(expected: number, { status, body }: { readonly status: number; readonly body: string }): void {
  if (status !== expected) throw new Error(`answered ${status}: ${body.slice(0, 500)}`);
}
