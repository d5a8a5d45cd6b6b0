import { describe, expect, test } from 'vitest';
import { limitChangeStore } from '../../../functions/credit/limit-change.store.ts';
import type { LimitChange } from '../../../functions/credit/limit-change.ts';
import { auditOf } from '../../../functions/events/audit.ts';
import { eventOf } from '../../../functions/events/event.ts';
import { type ListAuditPorts, listAudit } from '../../../functions/events/list-audit.ts';
import { merchantWrite } from '../../../functions/merchants/merchant.item.ts';
import type { Merchant } from '../../../functions/merchants/merchant.ts';
import type { Caller } from '../../../functions/shared/contract.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import type { Item } from '../../../functions/shared/page.ts';
import type { Table } from '../../../functions/shared/table.ts';
import type { Write } from '../../../functions/shared/write.ts';

const actor = { by: 'key_op', requestId: 'req-1' };
const at = '2026-11-02T00:00:00.000Z';
const draft = {
  merchantId: 'mer_a',
  version: 1,
  state: 'draft',
  documents: [],
  proposals: [],
  createdAt: at,
} as unknown as Merchant;

const imageOf = (write: Write): Item => ('put' in write ? write.put : {});
const merchantImage = (merchant: Merchant) => imageOf(merchantWrite('Transactions', merchant, { actor }));

describe('what staff does at a merchant', () => {
  test.for([
    ['a paper that is decided', { documents: [{ kind: 'permit', state: 'rejected', decidedBy: 'key_op' }] }],
    ['a paper that replaces it', { documents: [{ kind: 'permit', state: 'received' }] }],
    ['a proposal', { proposals: [{ proposalId: 'prp_1', action: 'suspend', state: 'open', proposedBy: 'key_op' }] }],
    ['a search of the lists', { listScreening: { screeningId: 'scr_1', listVersion: 'v1', decision: 'review' } }],
    ['the beginning of the examination', { state: 'screening' }],
    ['a connection test', { state: 'connection_test', connectionTest: { passedAt: at } }],
    ['a change of how it is reached', { contactEmail: 'new@example.jp' }],
  ] as const)('leaves a row in the audit trail of staff: %s', ([, change]) => {
    const before = merchantImage(draft);
    const after = merchantImage({ ...draft, ...change, version: 2, updatedAt: at } as unknown as Merchant);
    expect(eventOf(after)).toMatchObject({ merchantId: 'mer_a#STAFF', resourceId: 'mer_a', sequence: 2 });
    const row = auditOf(before, after);
    expect(row).toMatchObject(actor);
    expect({ ...row?.to, ...row?.staff?.to }).not.toEqual({ ...row?.from, ...row?.staff?.from });
    expect(JSON.stringify(row)).not.toContain('new@example.jp');
  });

  test('is told to the merchant where the change tells it', () => {
    const live = merchantWrite('Transactions', draft, { actor, event: 'merchant.live' });
    expect(eventOf(imageOf(live))).toMatchObject({ merchantId: 'mer_a', type: 'merchant.live' });
  });
});

describe('a limit that is proposed', () => {
  const proposal: LimitChange = {
    limitChangeId: 'lch_1',
    merchantId: 'mer_a',
    buyerId: 'buy_1',
    limitBefore: 1_000_000,
    creditLimit: 2_000_000,
    reason: '取引の拡大',
    proposedBy: 'key_op',
    state: 'pending',
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
  const saved = async (change: LimitChange): Promise<Item> => {
    const written: Write[] = [];
    const table = { name: 'Transactions', write: async (...writes: Write[]) => void written.push(...writes) };
    const store = limitChangeStore(table as unknown as Table, { now: () => Date.parse(at) });
    const request = { once: onceRequest('scope', 'key', {}), actor };
    await store.save(change, undefined, request, { status: 201, body: '{}' });
    return imageOf(written[0] as Write);
  };

  test('is in the audit trail of staff, and so is its rejection', async () => {
    const proposed = await saved(proposal);
    const rejected = await saved({
      ...proposal,
      state: 'rejected',
      version: 2,
      decision: { reason: '根拠不足', by: 'key_op2', at },
    });
    expect([proposed, rejected].map((image) => eventOf(image))).toMatchObject([
      { merchantId: 'mer_a#STAFF', type: 'limit_change.proposed', resourceId: 'lch_1', sequence: 1 },
      { merchantId: 'mer_a#STAFF', type: 'limit_change.rejected', resourceId: 'lch_1', sequence: 2 },
    ]);
    expect(auditOf(undefined, proposed)).toMatchObject({ ...actor, to: { creditLimit: 2_000_000, state: 'pending' } });
    expect(auditOf(proposed, rejected)).toMatchObject({ to: { state: 'rejected', 'decision.by': 'key_op2' } });
    expect(JSON.stringify([auditOf(undefined, proposed), auditOf(proposed, rejected)])).not.toMatch(/取引|根拠/);
  });
});

describe('the audit trail of staff', () => {
  const asked: string[] = [];
  const ports: ListAuditPorts = {
    events: {
      page: async (merchantId) => {
        asked.push(merchantId);
        return { events: [] };
      },
      history: async () => ({ items: [], nextCursor: null }),
    },
    keys: { idsOf: async () => new Set() },
  };
  const caller = (merchantId: string, scope: string) =>
    ({ keyId: 'key', merchantId, scopes: [scope] }) as unknown as Caller;

  test('is read by operators alone', async () => {
    const query = { limit: 20, list: 'staff' } as const;
    await listAudit(ports, caller('', 'operator'), { ...query, merchantId: 'mer_a' });
    expect(asked).toEqual(['mer_a#STAFF']);
    const merchant = caller('mer_a', 'events:read');
    await expect(listAudit(ports, merchant, query)).rejects.toMatchObject({ code: 'ScopeMissing' });
    const byName = { limit: 20, merchantId: 'mer_a#STAFF' };
    await expect(listAudit(ports, merchant, byName)).rejects.toMatchObject({ code: 'ScopeMissing' });
  });
});
