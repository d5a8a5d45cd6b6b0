import { expect, test } from 'vitest';
import { type ListAuditPorts, listAudit } from '../../../functions/events/list-audit.ts';
import type { RecordedEvent } from '../../../functions/events/recorded-event.ts';
import type { Caller } from '../../../functions/shared/contract.ts';

const row: RecordedEvent = {
  id: 'evt_1',
  merchantId: 'mer_a',
  type: 'merchant.suspended',
  resourceId: 'mer_a',
  sequence: 4,
  apiVersion: '2026-01-01',
  occurredAt: '2026-11-02T00:00:00.000Z',
  data: { id: 'mer_a' },
  position: 1,
  recordedAt: '2026-11-02T00:00:00.000Z',
  audit: {
    by: 'key_op',
    from: { state: 'live' },
    to: { state: 'suspended' },
    staff: { from: { holds: '' }, to: { holds: 'list_hit: key_op' } },
  },
};

const ports = (...events: readonly RecordedEvent[]): ListAuditPorts => ({
  events: {
    page: async () => ({ events }),
    history: async () => ({ items: events, nextCursor: null }),
  },
  keys: { idsOf: async () => new Set(['key_a']) },
});

const merchant = { keyId: 'key_a', merchantId: 'mer_a', scopes: ['events:read'] } as unknown as Caller;
const operator = { keyId: 'key_op', merchantId: '', scopes: ['operator'] } as unknown as Caller;
const query = { merchantId: 'mer_a', limit: 20 };

test('staff reads in the audit trail why a merchant is held, and the merchant reads that it is', async () => {
  const forStaff = await listAudit(ports(row), operator, query);
  expect(forStaff.items).toMatchObject([
    { from: { state: 'live', holds: '' }, to: { state: 'suspended', holds: 'list_hit: key_op' } },
  ]);
  for (const { items } of [
    await listAudit(ports(row), merchant, query),
    await listAudit(ports(row), merchant, { ...query, resourceId: 'mer_a' }),
  ]) {
    expect(items).toMatchObject([{ by: 'platform', from: { state: 'live' }, to: { state: 'suspended' } }]);
    expect(JSON.stringify(items)).not.toMatch(/list_hit|staff/);
  }
});
