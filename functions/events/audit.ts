import * as z from 'zod/mini';
import { Actor } from '../shared/actor.ts';
import type { Item } from '../shared/page.ts';
import { toldOf } from './event.ts';

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/**
 * Who did what an event tells, and what it changed (CAPABILITIES.md B8: who, from, to, provider answer, request id). It is kept
 * in the event's own item: what happened and who did it are written together or not at all.
 */
export const AuditRow = z.extend(Actor, {
  /** The resource's state and amounts before; null where the event is its first. */
  from: z.nullable(Facts),
  to: Facts,
});
export type AuditRow = z.infer<typeof AuditRow>;

/** The audit row of a change; undefined where the item does not say who changed it. */
export function auditOf(before: Item | undefined, after: Item): AuditRow | undefined {
  if (after.actor === undefined) return undefined;
  return { ...Actor.parse(after.actor), from: before ? toldOf(before) : null, to: toldOf(after) };
}
