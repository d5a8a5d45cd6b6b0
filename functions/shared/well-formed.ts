import { pointerOf } from './field-errors.ts';
import type { FieldError } from './refusal.ts';

interface Place {
  readonly value: unknown;
  readonly name: string;
  readonly parent?: Place;
}

/** Code points that stand for no character and never will (The Unicode Standard, section 23.7), such as U+FFFE. */
const noncharacter = /\p{Noncharacter_Code_Point}/u;

/**
 * A text that can be kept and passed on as it is. Half of a surrogate pair can be said in JSON (RFC 8259, section 8.2), but no
 * table keeps it: what is read later would be another text than the one that was answered. A noncharacter is kept, but no queue
 * takes a message with it, so that nobody would ever hear of the change.
 */
export const isPlainText = (text: string): boolean => text.isWellFormed() && !noncharacter.test(text);

/**
 * Names the texts that are none, and the objects with such a name in them. A body may be nested as deeply as it is long, so there is no recursion, and a path is put
 * together only for what is wrong.
 */
export function brokenTexts(body: unknown): FieldError[] {
  const errors: FieldError[] = [];
  const waiting: Place[] = [{ value: body, name: '' }];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { value } = place;
    const isObject = typeof value === 'object' && value !== null;
    const texts = isObject ? Object.keys(value) : [value];
    if (texts.some((text) => typeof text === 'string' && !isPlainText(text))) {
      const pointer = pointerOf(pathTo(place));
      errors.push({ pointer, code: 'invalid_unicode', message: 'Must be well-formed Unicode without noncharacters.' });
    }
    if (!isObject) continue;
    for (const [name, member] of Object.entries(value)) waiting.push({ value: member, name, parent: place });
  }
  return errors.reverse();
}

function pathTo(place: Place): string[] {
  const path: string[] = [];
  for (let at = place; at.parent; at = at.parent) path.push(at.name);
  return path.reverse();
}
