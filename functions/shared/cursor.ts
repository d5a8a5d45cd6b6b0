import { createHash } from 'node:crypto';
import type { Item } from './page.ts';
import { portable, Refusal } from './refusal.ts';
import { refuseRequest } from './request.refusals.ts';

/**
 * An opaque cursor: where the page before ended, bound to the list it belongs to, so that a cursor of another merchant's list
 * (or of another filter) is refused instead of leading out of it.
 */
export function cursorOf(list: string, last: Item | undefined): string | null {
  if (!last) return null;
  return Buffer.from(JSON.stringify([seal(list), last])).toString('base64url');
}

/** Where to go on. Refuses what this list did not give out. */
export function afterCursor(list: string, cursor: string | undefined): Item | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [sealed, last] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [unknown, unknown];
    if (sealed === seal(list) && isFlat(last)) return last;
  } catch {
    // not ours: refused below, like every other wrong cursor
  }
  const refusal = refuseRequest('MalformedRequest', 'Not valid: /query/cursor.');
  const errors = [{ pointer: '/query/cursor', code: 'invalid_cursor', message: 'Not a cursor of this list.' }];
  throw new Refusal({ ...portable(refusal), errors });
}

const seal = (list: string): string => createHash('sha256').update(list).digest('base64url').slice(0, 8);

const isFlat = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && Object.values(value).every((member) => typeof member === 'string');
