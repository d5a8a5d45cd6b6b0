import type { Caller } from '../shared/contract.ts';
import { afterCursor, cursorOf } from '../shared/cursor.ts';
import { portable, Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { AuditResource } from './event.contract.ts';
import type { EventStore, RecordedEvent } from './event.store.ts';
import { eventKey } from './event-keys.ts';
import { lookedMax, pageSize, placesOf } from './list.ts';

export interface ListAuditPorts {
  readonly events: Pick<EventStore, 'page' | 'history'>;
}

interface AuditQuery {
  readonly merchantId?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Who did what at a merchant, newest first. */
export async function listAudit(ports: ListAuditPorts, caller: Caller, query: AuditQuery) {
  const merchantId = merchantAsked(caller, query.merchantId);
  const { resourceId, limit, cursor } = query;
  if (resourceId === undefined) return await ofMerchant(ports, merchantId, limit, cursor);
  const { items, nextCursor } = await ports.events.history({ merchantId, resourceId, limit, cursor });
  return { items: items.flatMap(auditResource), nextCursor };
}

/** A merchant sees its own trail and no other; staff says whose. */
function merchantAsked({ scopes, merchantId }: Caller, asked: string | undefined): string {
  if (scopes.includes('operator')) {
    if (asked !== undefined) return asked;
    const refusal = refuseRequest('MalformedRequest', 'Not valid: /query/merchantId.');
    const errors = [{ pointer: '/query/merchantId', code: 'required', message: 'Name the merchant.' }];
    throw new Refusal({ ...portable(refusal), errors });
  }
  const scope = asked === undefined || asked === merchantId ? 'events:read' : 'operator';
  if (scopes.includes(scope)) return merchantId;
  throw refuseRequest('ScopeMissing', `This needs a key with the right ${scope}.`, { scope });
}

async function ofMerchant({ events }: ListAuditPorts, merchantId: string, limit: number, cursor: string | undefined) {
  const list = JSON.stringify(['audit', merchantId]);
  const items: AuditResource[] = [];
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
function auditResource({ id, type, resourceId, occurredAt, audit }: RecordedEvent): AuditResource[] {
  if (!audit) return [];
  const { by, requestId = null, providerAnswer = null, from, to } = audit;
  return [{ id, action: type, resourceId, by, requestId, providerAnswer, from, to, at: occurredAt }];
}
