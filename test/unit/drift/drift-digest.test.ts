import { describe, expect, test } from 'vitest';
import { type Drift, seen } from '../../../functions/drift/drift.ts';
import { digestDrifts, type OpenDrift } from '../../../functions/drift/drift-digest.ts';
import type { HandedOn } from '../../../functions/notifications/notify.ts';
import { clockAt } from '../../support/orders.ts';

const drift = (merchantId: string, reference: string, openedAt: string): Drift => {
  const facts = { shopAmount: 90, paidAmount: 100, shopStatus: null, orderState: 'authorized' };
  const sight = { merchantId, kind: 'amount', cause: 'amount_differs', reference, facts } as const;
  const found = seen(undefined, sight, { at: openedAt, by: 'shop' });
  if (!found) throw new Error('a first sight is always news');
  return found;
};

const on = (day: number, hour = '00') => `2026-11-${day}T${hour}:00:00.000Z`;
const first = drift('mer_1', 'PO-1', on(18));
const second = drift('mer_1', 'PO-2', on(20));
const fresh = drift('mer_1', 'PO-3', on(21, '01'));
const other = drift('mer_2', 'PO-1', on(20));

function aDay(drifts: readonly Drift[], refusing: readonly string[] = []) {
  const clock = clockAt(on(22));
  const told: HandedOn['event'][] = [];
  const opened = drifts.map(({ merchantId, driftId, openedAt = '' }): OpenDrift => ({ merchantId, driftId, openedAt }));
  const run = () =>
    digestDrifts({
      clock,
      drifts: {
        open: async function* () {
          yield* opened;
        },
        find: async ({ driftId }) => drifts.find((one) => one.driftId === driftId),
      },
      isServed: async (merchantId) => merchantId !== 'mer_gone',
      letters: {
        sendAll: async (messages, tenant) => {
          if (refusing.includes(tenant)) throw new Error('the queue does not answer');
          told.push(...messages.map(({ event }) => event));
        },
      },
    });
  return { clock, told, run };
}

describe('the digest of open drifts', () => {
  test('tells each merchant how many are left for more than a day, since when, and the order of the oldest', async () => {
    const { told, run } = aDay([first, second, fresh, other]);
    expect(await run()).toEqual({ merchants: 2, drifts: 3 });
    expect(told.map(({ merchantId, type, data }) => [merchantId, type, data])).toEqual([
      ['mer_1', 'drift_digest', { id: 'mer_1', openDrifts: 2, openSince: '2026-11-18', reference: 'PO-1' }],
      ['mer_2', 'drift_digest', { id: 'mer_2', openDrifts: 1, openSince: '2026-11-20', reference: 'PO-1' }],
    ]);
  });

  test('leaves a merchant in peace whose drifts are of today', async () => {
    const { told, run } = aDay([fresh]);
    expect(await run()).toEqual({ merchants: 0, drifts: 0 });
    expect(told).toEqual([]);
  });

  test('is not for a merchant whose contract has ended', async () => {
    const { told, run } = aDay([drift('mer_gone', 'PO-1', on(18)), other]);
    expect(await run()).toEqual({ merchants: 1, drifts: 1 });
    expect(told.map(({ merchantId }) => merchantId)).toEqual(['mer_2']);
  });

  test('is one letter a day, however often the job runs, and another one on the next day', async () => {
    const { told, run, clock } = aDay([first]);
    await run();
    await run();
    clock.set(on(23));
    await run();
    const [id, again, tomorrow] = told.map((event) => event.id);
    expect(again).toBe(id);
    expect(tomorrow).not.toBe(id);
  });

  test('reaches the other merchants when one cannot be told, and says so', async () => {
    const { told, run } = aDay([first, other], ['mer_1']);
    await expect(run()).rejects.toThrow('1 of 2 digests failed');
    expect(told.map(({ merchantId }) => merchantId)).toEqual(['mer_2']);
  });
});

describe('since when a drift is open', () => {
  const facts = { ...first.facts, shopAmount: 80 };
  const sight = { merchantId: 'mer_1', kind: 'amount', cause: 'amount_differs', reference: 'PO-1', facts } as const;
  const witness = { at: on(21), by: 'shop' };

  test('stays when it only says something else', () => {
    expect(seen(first, sight, witness)?.openedAt).toBe(on(18));
  });

  test('begins anew when it had been resolved', () => {
    expect(seen({ ...first, state: 'resolved', resolution: 'change' }, sight, witness)?.openedAt).toBe(on(21));
  });
});
