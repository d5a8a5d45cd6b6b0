import { pointerOf } from './field-errors.ts';
import type { FieldError } from './refusal.ts';

interface Place {
  readonly value: unknown;
  readonly name: string;
  readonly parent?: Place;
}

/**
 * Names the texts that hold half of a surrogate pair. JSON can say them (RFC 8259, section 8.2), but no table can keep them: what
 * is read later would be another text than the one that was answered. A body may be nested as deeply as it is long, so there is
 * no recursion, and a path is put together only for what is wrong.
 */
export function brokenTexts(body: unknown): FieldError[] {
  const errors: FieldError[] = [];
  const waiting: Place[] = [{ value: body, name: '' }];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { value } = place;
    if (typeof value === 'string' && !value.isWellFormed()) {
      const pointer = pointerOf(pathTo(place));
      errors.push({ pointer, code: 'invalid_unicode', message: 'Must be well-formed Unicode.' });
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) waiting.push({ value: member, name, parent: place });
  }
  return errors.reverse();
}

function pathTo(place: Place): string[] {
  const path: string[] = [];
  for (let at = place; at.parent; at = at.parent) path.push(at.name);
  return path.reverse();
}
