import type { Caller } from '../shared/contract.ts';
import { afterCursor, cursorOf } from '../shared/cursor.ts';
import { portable, Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { AuditRow } from './audit.ts';
import type { AuditResource } from './event.contract.ts';
import { eventKey } from './event-keys.ts';
import { lookedMax, pageSize, placesOf } from './list.ts';
import type { EventHistories, RecordedEvent, RecordedEvents } from './recorded-event.ts';
import { staffListOf } from './staff-list.ts';

export interface ListAuditPorts {
  readonly events: Pick<RecordedEvents, 'page'> & EventHistories;
  readonly keys: {
    /** The ids of all keys that the merchant has had. */
    idsOf(merchantId: string): Promise<ReadonlySet<string>>;
  };
}

interface AuditQuery {
  readonly merchantId?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly list?: 'merchant' | 'staff';
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Who did what at a merchant, newest first. */
export async function listAudit(ports: ListAuditPorts, caller: Caller, query: AuditQuery) {
  const merchantId = merchantAsked(caller, query);
  const { items, nextCursor } = await rowsOf(ports, merchantId, query);
  if (isOperator(caller)) return { items: items.map(forStaff), nextCursor };
  const own = await ports.keys.idsOf(merchantId);
  return { items: items.map((row) => forMerchant(row, own)), nextCursor };
}

/** A row as it was kept: what only staff is to know stands apart. */
interface KeptRow extends AuditResource {
  readonly staff: AuditRow['staff'];
}

const forStaff = ({ staff, ...row }: KeptRow): AuditResource => ({
  ...row,
  from: row.from && { ...row.from, ...staff?.from },
  to: { ...row.to, ...staff?.to },
});

/** Work by itself that every merchant knows of: it says nothing of how a buyer is examined. */
const knownJobs: ReadonlySet<string> = new Set(['buyer', 'system:expire-holds', 'system:deliver-webhooks']);

/**
 * A row as the merchant may know it: what staff and examinations of the platform did is told, and not who or which of them did
 * it. That a search of the lists has stopped a buyer must not be told from an operator's hand (JAPAN-RULES.md 2.2, tipping-off).
 */
function forMerchant({ staff: _, ...row }: KeptRow, own: ReadonlySet<string>): AuditResource {
  if (!own.has(row.by) && !knownJobs.has(row.by)) {
    return { ...row, by: 'platform', requestId: null, providerAnswer: null };
  }
  return isOfOrder(row) ? { ...row, providerAnswer: null } : row;
}

/** Of an order the provider that answers is the credit bureau: what it knows of a buyer is not the merchant's to know. */
const isOfOrder = ({ resourceId }: AuditResource): boolean => resourceId.startsWith('ord_');

async function rowsOf({ events }: ListAuditPorts, merchantId: string, { resourceId, limit, cursor }: AuditQuery) {
  if (resourceId === undefined) return await ofMerchant({ events }, merchantId, limit, cursor);
  const { items, nextCursor } = await events.history({ merchantId, resourceId, limit, cursor });
  return { items: items.flatMap(auditResource), nextCursor };
}

const isOperator = ({ scopes }: Caller): boolean => scopes.includes('operator');

/** A merchant sees its own trail and no other; staff says whose. */
function merchantAsked(caller: Caller, { merchantId: asked, list }: AuditQuery): string {
  const { scopes, merchantId } = caller;
  if (isOperator(caller)) {
    if (asked !== undefined) return list === 'staff' ? staffListOf(asked) : asked;
    const refusal = refuseRequest('MalformedRequest', 'Not valid: /query/merchantId.');
    const errors = [{ pointer: '/query/merchantId', code: 'required', message: 'Name the merchant.' }];
    throw new Refusal({ ...portable(refusal), errors });
  }
  const isOwn = (asked === undefined || asked === merchantId) && list !== 'staff';
  const scope = isOwn ? 'events:read' : 'operator';
  if (scopes.includes(scope)) return merchantId;
  throw refuseRequest('ScopeMissing', `This needs a key with the right ${scope}.`, { scope });
}

async function ofMerchant(
  { events }: Pick<ListAuditPorts, 'events'>,
  merchantId: string,
  limit: number,
  cursor: string | undefined,
) {
  const list = JSON.stringify(['audit', merchantId]);
  const items: KeptRow[] = [];
  let place = afterCursor(list, cursor, placesOf(merchantId));
  for (let looked = 0; looked < lookedMax; looked += pageSize) {
    const page = await events.page(merchantId, { limit: pageSize, after: place, newestFirst: true });
    for (const event of page.events) {
      if (items.length === limit) return { items, nextCursor: cursorOf(list, place) };
      place = { ...eventKey(merchantId, event.position) };
      items.push(...auditResource(event));
    }
    if (!page.last) return { items, nextCursor: null };
  }
  return { items, nextCursor: cursorOf(list, place) };
}

/** None where the item that told the event did not say who changed it. */
function auditResource({ id, type, resourceId, occurredAt, audit }: RecordedEvent): KeptRow[] {
  if (!audit) return [];
  const { by, requestId = null, providerAnswer = null, from, to, staff } = audit;
  return [{ id, action: type, resourceId, by, requestId, providerAnswer, from, to, staff, at: occurredAt }];
}
