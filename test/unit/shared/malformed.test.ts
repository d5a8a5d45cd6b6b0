import { expect, test } from 'vitest';
import { malformed } from '../../../functions/shared/request.refusals.ts';

test('a request that is wrong in several ways at one place names the place once, and tells every way', () => {
  const wrong = (pointer: string, code: string) => ({ pointer, code, message: 'Is not valid.' });
  const { detail, errors } = malformed([
    wrong('/query/from', 'invalid_format'),
    wrong('/query/from', 'invalid_date'),
    wrong('', 'invalid_json'),
  ]);
  expect(detail).toBe('Not valid: /query/from, the body.');
  expect(errors).toHaveLength(3);
});
