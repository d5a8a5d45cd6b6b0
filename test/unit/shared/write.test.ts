import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { newCreditAccount } from '../../../functions/buyers/credit-account.ts';
import { authorizeOrder } from '../../../functions/orders/authorize.ts';
import { placingStore } from '../../../functions/orders/placing.store.ts';
import { yen } from '../../../functions/shared/money.ts';
import { openTable } from '../../../functions/shared/table.ts';
import { isNew, type Write } from '../../../functions/shared/write.ts';
import { anOrder, clockAt } from '../../support/orders.ts';

/** DynamoDB Local never reports a conflict between transactions, so these come from a client that injects them. */
function aClientThatMeets(...codes: readonly (readonly string[])[]) {
  const calls: unknown[] = [];
  const client = {
    send: async (command: { input: unknown }) => {
      const reasons = codes[calls.length];
      calls.push(command.input);
      if (!reasons) return {};
      throw Object.assign(new Error('cancelled'), {
        name: 'TransactionCanceledException',
        CancellationReasons: reasons.map((Code) => ({ Code })),
      });
    },
  };
  return { calls, client: client as unknown as DynamoDBClient };
}

const conflict = ['None', 'TransactionConflict'];
const put = (id: string): Write => ({ table: 'T', put: { PK: id, SK: id }, condition: isNew });

describe('a write that meets another transaction', () => {
  test('is sent again until it passes', async () => {
    const { calls, client } = aClientThatMeets(conflict, conflict);
    await openTable('T', client).write(put('a'), put('b'));
    expect(calls).toHaveLength(3);
  });

  test.for(['ThrottlingError', 'ProvisionedThroughputExceeded'])('or %s is sent again just so', async (code) => {
    const { calls, client } = aClientThatMeets(['None', code]);
    await openTable('T', client).write(put('a'), put('b'));
    expect(calls).toHaveLength(2);
  });

  test('is given up after six times, with nothing written', async () => {
    const { calls, client } = aClientThatMeets(...Array.from({ length: 9 }, () => conflict));
    await expect(openTable('T', client).write(put('a'), put('b'))).rejects.toMatchObject({
      name: 'WriteContended',
      held: [1],
    });
    expect(calls).toHaveLength(6);
  });

  test('is refused only for what stands when nobody is in the way any more', async () => {
    const { calls, client } = aClientThatMeets(
      ['ConditionalCheckFailed', 'TransactionConflict'],
      ['None', 'ConditionalCheckFailed'],
    );
    await expect(openTable('T', client).write(put('a'), put('b'))).rejects.toMatchObject({
      name: 'WriteRefused',
      found: [undefined, { item: undefined }],
    });
    expect(calls).toHaveLength(2);
  });

  test('that is alone costs no transaction', async () => {
    const { calls, client } = aClientThatMeets();
    await openTable('T', client).write(put('a'));
    expect(calls).toEqual([expect.objectContaining({ Item: { PK: { S: 'a' }, SK: { S: 'a' } } })]);
  });
});

describe('an order that is being placed at this moment', () => {
  const order = anOrder({ merchantId: 'mer_demo', buyerId: 'buy_1' }, 1_000);
  const place = (reasons: readonly string[]) => {
    const { client } = aClientThatMeets(...Array.from({ length: 9 }, () => reasons));
    const ports = { clock: clockAt('2026-11-20T03:00:00Z'), orders: placingStore(openTable('T', client)) };
    return authorizeOrder(ports, order);
  };

  test('is in progress when its own item is held, and can be asked for again', async () => {
    await expect(place(['TransactionConflict', 'None'])).rejects.toMatchObject({
      code: 'RequestInProgress',
      kind: 'conflict',
      facts: { retryable: true },
    });
  });

  test("meets too much traffic when the buyer's account is held", async () => {
    await expect(place(['None', 'TransactionConflict'])).rejects.toMatchObject({
      code: 'TooBusy',
      kind: 'unavailable',
    });
  });
});

test('a new credit account has its whole limit free', () => {
  const facility = { limit: yen(500_000), startsOn: '2026-11-20', endsOn: '2027-11-19' };
  expect(newCreditAccount({ merchantId: 'm', buyerId: 'b' }, facility)).toMatchObject({
    limit: 500_000,
    available: 500_000,
  });
});
