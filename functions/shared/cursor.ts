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

/** What a place of a list looks like: each of its attributes, and which values of it lie in the list. */
export type PlaceShape = Readonly<Record<string, (value: string) => boolean>>;

/**
 * Where to go on. Refuses what this list did not give out: a cursor is not secret, so whoever makes one up must get no further
 * than with one that we gave, and DynamoDB must not be asked for a place outside of the list.
 */
export function afterCursor(list: string, cursor: string | undefined, shape: PlaceShape): Item | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [sealed, last] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [unknown, unknown];
    if (sealed === seal(list) && isPlace(last, shape)) return last;
  } catch {
    // not ours: refused below, like every other wrong cursor
  }
  const refusal = refuseRequest('MalformedRequest', 'Not valid: /query/cursor.');
  const errors = [{ pointer: '/query/cursor', code: 'invalid_cursor', message: 'Not a cursor of this list.' }];
  throw new Refusal({ ...portable(refusal), errors });
}

const seal = (list: string): string => createHash('sha256').update(list).digest('base64url').slice(0, 8);

function isPlace(value: unknown, shape: PlaceShape): value is Item {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  const names = Object.entries(shape);
  return (
    members.size === names.length &&
    names.every(([name, isInList]) => {
      const member = members.get(name);
      return typeof member === 'string' && member !== '' && isInList(member);
    })
  );
}
