import { afterEach, describe, expect, test } from 'vitest';
import { countFact, metrics, sendMetrics } from '../../../functions/shared/telemetry.ts';

describe('a business fact', () => {
  afterEach(() => metrics.clearMetrics());
  const answer = { status: 201, body: '{}' };

  test('is counted with its yen', () => {
    expect(countFact('OrderAuthorized', answer, 110_000)).toBe(answer);
    const { OrderAuthorized, OrderAuthorizedYen } = metrics.serializeMetrics() as unknown as Record<string, number>;
    expect([OrderAuthorized, OrderAuthorizedYen]).toEqual([1, 110_000]);
  });

  test('is not counted again when the answer is a replay', () => {
    countFact('OrderAuthorized', { ...answer, replayed: true }, 110_000);
    expect(metrics.hasStoredMetrics()).toBe(false);
    sendMetrics(); // and nothing is sent, not even a warning
  });
});
