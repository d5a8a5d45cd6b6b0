import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { Buyer } from '../../../functions/buyers/buyer.ts';
import { LimitChange } from '../../../functions/credit/limit-change.ts';
import type { StoredFacility } from '../../../functions/credit/stored-facility.ts';
import { Drift } from '../../../functions/drift/drift.ts';
import { auditOf } from '../../../functions/events/audit.ts';
import { auditKindOf } from '../../../functions/events/audit-kinds.ts';
import { toldOf } from '../../../functions/events/event.ts';
import { Merchant } from '../../../functions/merchants/merchant.ts';
import { Message } from '../../../functions/notifications/message.ts';
import { NotificationSettings } from '../../../functions/notifications/settings.ts';
import type { Order } from '../../../functions/orders/order.ts';
import type { Item } from '../../../functions/shared/page.ts';
import { StorefrontSettings } from '../../../functions/storefront/settings.ts';
import { Endpoint } from '../../../functions/webhooks/endpoint.ts';

/** Every member of an item whose shape is a type alone: the compiler asks for one that is new. */
const orderFields: Readonly<Record<Exclude<keyof Order, 'id'>, true>> = {
  merchantId: true,
  buyerId: true,
  reference: true,
  lines: true,
  amount: true,
  amountConfirmed: true,
  amountCancelled: true,
  amountRemaining: true,
  shippingDueOn: true,
  confirmations: true,
  state: true,
  stateReason: true,
  moves: true,
  credits: true,
  holdsCredit: true,
  shopAmount: true,
  shopStatus: true,
  extendedAt: true,
  warnedAt: true,
  decideBy: true,
  calendarVersion: true,
  review: true,
  bureauFinding: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  expiresOn: true,
};
const reviewFields = ['outcome', 'reason', 'decidedBy', 'decidedAt'].map((name) => `review.${name}`);

const facilityFields: Readonly<Record<keyof StoredFacility, true>> = {
  merchantId: true,
  buyerId: true,
  facilityId: true,
  examinationId: true,
  limit: true,
  startsOn: true,
  endsOn: true,
  state: true,
  stateReason: true,
  holds: true,
  version: true,
  createdAt: true,
  updatedAt: true,
};

/** The fields of a schema; those of a member that is an object stand for it. */
function fieldsOf(schema: z.ZodMiniObject, prefix = ''): string[] {
  return Object.entries(schema.shape).flatMap(([name, member]) => {
    const inner = unwrapped(member as z.ZodMiniType);
    return inner instanceof z.ZodMiniObject ? fieldsOf(inner, `${prefix}${name}.`) : [`${prefix}${name}`];
  });
}

function unwrapped(schema: z.ZodMiniType): z.ZodMiniType {
  const { def } = (schema as unknown as { _zod: { def: { innerType?: z.ZodMiniType } } })._zod;
  return def.innerType ? unwrapped(def.innerType) : schema;
}

/** Each kind of item that tells events: where it is written, its sort key, its fields. */
const stored: Readonly<Record<string, readonly [sortKey: string, fields: readonly string[]]>> = {
  'orders/order.item.ts': [
    'ORDER#ord_1',
    [...Object.keys(orderFields).filter((name) => name !== 'review'), ...reviewFields],
  ],
  'buyers/buyer.item.ts': ['BUYER#buy_1', fieldsOf(Buyer)],
  'credit/facility.item.ts': ['FACILITY#buy_1#fac_1', Object.keys(facilityFields)],
  'merchants/merchant.item.ts': ['MERCHANT', fieldsOf(Merchant)],
  'webhooks/endpoint.store.ts': ['WEBHOOK#whe_1', fieldsOf(Endpoint).filter((name) => !name.startsWith('actor.'))],
  'storefront/settings.store.ts': [
    'STOREFRONT#sto_1',
    fieldsOf(StorefrontSettings).map((name) => (name.startsWith('failedChecks.') ? 'failedChecks' : name)),
  ],
  'notifications/settings.store.ts': ['NOTIFICATIONS#nst_1', fieldsOf(NotificationSettings)],
  'notifications/message.store.ts': ['MESSAGE#msg_1', fieldsOf(Message)],
  'credit/limit-change.store.ts': ['LIMITCHANGE', fieldsOf(LimitChange)],
  'drift/drift.item.ts': ['DRIFT#drf_1', fieldsOf(Drift).map((name) => (name.startsWith('facts.') ? 'facts' : name))],
};

/** Values of which at least one pair is a change of a field, whatever its form. */
const changes: readonly (readonly [unknown, unknown])[] = [
  ['2026-11-01', '2026-11-02'],
  [[{ kind: 'a' }], [{ kind: 'a' }, { kind: 'b' }]],
];

/** An item of a kind with one of its fields set. */
function image(sortKey: string, field: string, value: unknown): Item {
  const [name = '', member] = field.split('.');
  const key = { PK: 'MERCHANT#mer_a', SK: sortKey, actor: { by: 'key_1' } };
  return { ...key, [name]: member === undefined ? value : { [member]: value } };
}

const rowsOf = (sortKey: string, field: string) =>
  changes.flatMap(([was, is]) => auditOf(image(sortKey, field, was), image(sortKey, field, is)) ?? []);

const isTold = (field: string): boolean => Object.hasOwn(toldOf({ [field]: 'told' }), field);

describe('the audit trail', () => {
  test('knows every kind of item that tells events', () => {
    const telling = globSync('functions/**/*.ts', { exclude: ['functions/events/**'] }).filter((file) =>
      /^(?!\s*(?:\*|\/\/)).*\boutbox\b\s*:/m.test(readFileSync(file, 'utf8')),
    );
    expect(telling.map((file) => file.replace(/^functions\//, '')).toSorted()).toEqual(Object.keys(stored).toSorted());
  });

  describe.each(Object.entries(stored))('%s', (_, [sortKey, fields]) => {
    const { shown = {}, staff = {}, leftOut = {} } = auditKindOf({ SK: sortKey }) ?? {};

    test('says of every field whether it is shown, for staff, or why it is left out', () => {
      const said = new Set([...Object.keys(shown), ...Object.keys(staff), ...Object.keys(leftOut)]);
      expect(fields.filter((field) => !said.has(field) && !isTold(field))).toEqual([]);
    });

    test('shows a change of every field that it does not leave out', () => {
      const silent = fields
        .filter((field) => !Object.hasOwn(leftOut, field))
        .filter((field) =>
          rowsOf(sortKey, field).every(({ from, to, staff: inside }) => {
            const before = { ...from, ...inside?.from };
            const after = { ...to, ...inside?.to };
            return before[field] === after[field];
          }),
        );
      expect(silent).toEqual([]);
    });

    test('names what it leaves out for the sake of a person or a secret when that was written anew, and shows nothing of it', () => {
      const hidden = Object.entries(leftOut).flatMap(([field, why]) => (why === 'bookkeeping' ? [] : [field]));
      for (const field of hidden) {
        const rows = rowsOf(sortKey, field);
        expect(rows.map(({ to }) => to.rewritten)).toEqual([field, field]);
        expect(JSON.stringify(rows)).not.toContain('2026-11-02');
      }
    });
  });

  test('tells staff what a merchant is not to know, apart from what it is', () => {
    const before = { ...image('MERCHANT', 'methods', ['paid']), holds: [] };
    const after = { ...before, methods: ['paid', 'amazon_pay'], holds: [{ cause: 'list_hit', by: 'key_op' }] };
    expect(auditOf(before, after)).toMatchObject({
      from: { methods: 'paid' },
      to: { methods: 'paid, amazon_pay' },
      staff: { from: { holds: '' }, to: { holds: 'list_hit: key_op' } },
    });
  });

  test('shows the host of an address and not what may be a password behind it', () => {
    const at = (url: string) => image('WEBHOOK#whe_1', 'url', url);
    const row = auditOf(at('https://a.example/hook?token=one'), at('https://a.example/hook?token=two'));
    expect(row?.from?.url).not.toBe(row?.to.url);
    expect(row?.to.url).toMatch(/^https:\/\/a\.example /);
    expect(JSON.stringify(row)).not.toContain('token');
  });
});
