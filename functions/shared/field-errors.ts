import type * as z from 'zod/mini';
import type { FieldError } from './refusal.ts';

type Issue = z.core.$ZodIssue;

/** One entry per wrong field, all of them at once. `prefix` says which part of the request the schema read. */
export function fieldErrors(issues: readonly Issue[], prefix: '' | '/query' | '/path', input: unknown): FieldError[] {
  return issues.flatMap((issue) => {
    const pointer = prefix + pointerOf(issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: `${pointer}/${escaped(key)}`,
        code: 'unknown_field',
        message: 'This field is not known here.',
      }));
    }
    if (issue.code === 'invalid_type' && valueAt(input, issue.path) === undefined) {
      return [{ pointer, code: 'required', message: 'This field is required.' }];
    }
    return [{ pointer, code: codeOf(issue), message: messageOf(issue) }];
  });
}

/** RFC 6901. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${escaped(String(part))}`).join('');
const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined | null)?.[part], input);

const codeOf = (issue: Issue): string => {
  if (issue.code === 'custom') return String(issue.params?.code ?? 'invalid');
  return issue.code === 'invalid_union' ? 'invalid_value' : issue.code;
};

/** A list of more than these is looked up rather than read in an error. */
const valuesNamedMax = 50;

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `Must be ${withArticle(issue.expected === 'int' ? 'whole number' : issue.expected)}.`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `Must have at least ${issue.minimum} ${issue.origin === 'string' ? 'characters' : 'entries'}.`
        : `Must be at least ${issue.minimum}.`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `Must have at most ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'}.`
        : `Must be at most ${issue.maximum}.`;
    case 'invalid_value':
      return issue.values.length > valuesNamedMax
        ? 'Must be one of the values that /openapi.json lists.'
        : `Must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}.`;
    case 'invalid_format':
      return `Must have the format ${issue.format}.`;
    default:
      return issue.message === 'Invalid input' ? 'Is not valid.' : issue.message;
  }
}

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
