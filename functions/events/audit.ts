import * as z from 'zod/mini';
import { Actor } from '../shared/actor.ts';
import { canonicalJson } from '../shared/canonical.ts';
import type { Item } from '../shared/page.ts';
import { type AuditKind, auditKindOf, type Fact } from './audit-kinds.ts';
import { toldOf } from './event.ts';

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/**
 * Who did what an event tells, and what it changed (CAPABILITIES.md B8: who, from, to, provider answer, request id). It is kept
 * in the event's own item: what happened and who did it are written together or not at all.
 */
export const AuditRow = z.extend(Actor, {
  /** The resource's state and amounts before, and what else became another; null where the event is its first. */
  from: z.nullable(Facts),
  to: Facts,
  /** The same of what the merchant is not to know; absent where nothing of it changed. */
  staff: z.optional(z.object({ from: Facts, to: Facts })),
});
export type AuditRow = z.infer<typeof AuditRow>;

/** The audit row of a change; undefined where the item does not say who changed it. */
export function auditOf(before: Item | undefined, after: Item): AuditRow | undefined {
  if (after.actor === undefined) return undefined;
  const kind = auditKindOf(after);
  const others = changedFacts(kind?.shown, before, after);
  const staff = changedFacts(kind?.staff, before, after);
  const rewritten = before ? rewrittenIn(kind, before, after) : [];
  return {
    ...Actor.parse(after.actor),
    from: before ? { ...toldOf(before), ...others.from } : null,
    to: { ...toldOf(after), ...others.to, ...(rewritten.length > 0 ? { rewritten: rewritten.join(', ') } : {}) },
    ...(Object.keys({ ...staff.from, ...staff.to }).length > 0 ? { staff } : {}),
  };
}

/** Only what became another is told of both sides: an order that is shipped does not say again when it was to be shipped. */
function changedFacts(fields: AuditKind['shown'] = {}, before: Item | undefined, after: Item) {
  const facts: { from: Record<string, Fact>; to: Record<string, Fact> } = { from: {}, to: {} };
  for (const [name, show] of Object.entries(fields)) {
    const [was, is] = [before && show(valueAt(before, name)), show(valueAt(after, name))];
    if (was === is) continue;
    if (was !== undefined) facts.from[name] = was;
    if (is !== undefined) facts.to[name] = is;
  }
  return facts;
}

/** Names of the fields that were written anew and are not shown: that somebody changed an address is told, the address is not. */
const rewrittenIn = (kind: AuditKind | undefined, before: Item, after: Item): string[] =>
  Object.entries(kind?.leftOut ?? {}).flatMap(([name, reason]) =>
    reason === 'bookkeeping' || textAt(before, name) === textAt(after, name) ? [] : [name],
  );

const valueAt = (item: Item, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Item | undefined | null)?.[name], item);

function textAt(item: Item, path: string): string {
  const value = valueAt(item, path);
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : (canonicalJson(value) ?? '');
}
