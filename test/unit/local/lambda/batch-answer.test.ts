import { describe, expect, test } from 'vitest';
import { batchAnswer } from '../../../../local/targets/batch-answer.ts';

const answer = (payload: unknown, more: { functionError?: 'Unhandled' } = {}) =>
  batchAnswer(
    { requestId: 'r', durationMs: 1, logs: '', payload: JSON.stringify(payload), ...more },
    new Set(['a', 'b']),
    true,
  );

describe('what a function says of a batch', () => {
  test.for<[string, unknown]>([
    ['null', null],
    ['an empty answer', {}],
    ['an empty list', { batchItemFailures: [] }],
    ['a list that is null', { batchItemFailures: null }],
  ])('%s is success', ([, payload]) => {
    expect(answer(payload)).toEqual({ allFailed: false, failedIds: [] });
  });

  test('names the items that failed', () => {
    expect(answer({ batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual({ allFailed: false, failedIds: ['b'] });
  });

  test.for<[string, unknown]>([
    ['an identifier that is not in the batch', { batchItemFailures: [{ itemIdentifier: 'x' }] }],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['an item without identifier', { batchItemFailures: [{}] }],
    ['a list that is none', { batchItemFailures: 'b' }],
  ])('%s fails the whole batch', ([, payload]) => {
    expect(answer(payload)).toEqual({ allFailed: true });
  });

  test('an error fails the whole batch', () => {
    expect(answer({ errorMessage: 'no' }, { functionError: 'Unhandled' })).toEqual({ allFailed: true });
  });
});
