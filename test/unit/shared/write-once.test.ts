import { describe, expect, test } from 'vitest';
import { writeOnce } from '../../../functions/shared/once.item.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import type { Table } from '../../../functions/shared/table.ts';
import { type Write, WriteContended } from '../../../functions/shared/write.ts';

const effect: Write = { table: 'Transactions', put: { PK: 'MERCHANT#mer_a', SK: 'THING#1' } };
const request = {
  owner: 'MERCHANT#mer_a',
  once: onceRequest('mer_a', 'key', {}),
  answer: { status: 201, body: '{}' },
  writes: [effect],
} as const;

/** A table of which other transactions hold the item of one of the writes: the one that the predicate names. */
const heldAt = (isHeld: (write: Write) => boolean) =>
  ({
    name: 'Transactions',
    write: async (...writes: readonly Write[]) => {
      const held = writes.flatMap((write, at) => (isHeld(write) ? [at] : []));
      throw new WriteContended(held, undefined);
    },
  }) as unknown as Table;

const isProof = (write: Write) => 'put' in write && String(write.put.SK).startsWith('ONCE#');
const sent = (isHeld: (write: Write) => boolean) => writeOnce(heldAt(isHeld), { now: () => 0 }, request);

describe('a request whose items are held by another transaction', () => {
  test('is in progress when its own proof is among them', async () => {
    await expect(sent(isProof)).rejects.toMatchObject({ code: 'RequestInProgress', kind: 'conflict' });
    await expect(sent(() => true)).rejects.toMatchObject({ code: 'RequestInProgress' });
  });

  test('meets others when it is not', async () => {
    await expect(sent((write) => !isProof(write))).rejects.toMatchObject({ code: 'TooBusy', kind: 'unavailable' });
  });
});
