import { describe, expect, test } from 'vitest';
import { auditOf } from '../../../functions/events/audit.ts';
import { eventOf } from '../../../functions/events/event.ts';

const image = {
  PK: 'MERCHANT#mer_a',
  SK: 'ORDER#ord_1',
  outbox: 'order.authorized',
  version: 1,
  updatedAt: '2026-11-02T00:00:00.000Z',
  state: 'authorized',
  reference: '2026-0001',
  buyerId: 'buy_1',
  amount: 21_600,
  amountRemaining: 21_600,
  lines: [{ description: 'コーヒー豆' }],
  representative: { familyName: '山田' },
  email: 'taro@example.jp',
  proofs: [],
};

describe('an event', () => {
  test('tells ids, state and amounts of the resource', () => {
    expect(eventOf(image)).toEqual({
      id: expect.stringMatching(/^evt_[0-9A-Z]{26}$/),
      merchantId: 'mer_a',
      type: 'order.authorized',
      resourceId: 'ord_1',
      sequence: 1,
      apiVersion: '2026-01-01',
      occurredAt: '2026-11-02T00:00:00.000Z',
      data: {
        id: 'ord_1',
        version: 1,
        state: 'authorized',
        reference: '2026-0001',
        buyerId: 'buy_1',
        amount: 21_600,
        amountRemaining: 21_600,
      },
    });
  });

  test('tells nothing personal', () => {
    expect(JSON.stringify(eventOf(image))).not.toMatch(/山田|taro|コーヒー/);
  });

  test('is the same event when the same change is seen again', () => {
    expect(eventOf(image)).toEqual(eventOf({ ...image }));
    expect(eventOf({ ...image, version: 2 })?.id).not.toBe(eventOf(image)?.id);
  });

  test('may say for itself what it is about', () => {
    const outbox = {
      id: 'evt_x',
      type: 'credit_facility.granted',
      resourceId: 'buy_1',
      sequence: 7,
      occurredAt: '2026-11-02T00:00:00.000Z',
    };
    const { version: _, ...account } = { ...image, outbox, limit: 300_000 };
    expect(eventOf(account)).toMatchObject({ ...outbox, data: { id: 'buy_1', limit: 300_000, version: 7 } });
  });

  test('is not told by an item that has none', () => {
    const { outbox: _, ...silent } = image;
    expect(eventOf(silent)).toBeUndefined();
  });

  test('must belong to a merchant', () => {
    expect(() => eventOf({ ...image, PK: 'OPERATOR' })).toThrow('no merchant');
  });
});

describe('the audit row of a change', () => {
  const actor = { by: 'key_1', requestId: 'req-1', providerAnswer: 'OK:1' };

  test('says who made it, by which request, on what answer, and what was before and after', () => {
    const before = { ...image, amount: 20_000, actor: { by: 'key_0' } };
    expect(auditOf(before, { ...image, actor })).toEqual({
      ...actor,
      from: expect.objectContaining({ state: 'authorized', amount: 20_000 }),
      to: expect.objectContaining({ state: 'authorized', amount: 21_600 }),
    });
    expect(JSON.stringify(auditOf(before, { ...image, actor }))).not.toMatch(/山田|taro|コーヒー/);
  });

  test('of something new has nothing before', () => {
    expect(auditOf(undefined, { ...image, actor })).toMatchObject({ by: 'key_1', from: null });
  });

  test('is missing where the item does not say who changed it', () => {
    expect(auditOf(undefined, image)).toBeUndefined();
  });
});
