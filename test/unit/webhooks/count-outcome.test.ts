import { afterEach, expect, test } from 'vitest';
import { metrics } from '../../../functions/shared/telemetry.ts';
import { countOutcome } from '../../../functions/webhooks/count-outcome.ts';

afterEach(() => metrics.clearMetrics());

test('every attempt is counted as taken or not; a redirect and a silent receiver are not', () => {
  const endpoint = { merchantId: 'mer_a', endpointId: 'whe_1' };
  for (const outcome of [{ status: 200 }, { status: 302 }, { error: 'timed_out' } as const]) {
    countOutcome(endpoint, outcome);
  }
  const { WebhookTaken, WebhookNotTaken } = metrics.serializeMetrics() as unknown as Record<string, unknown>;
  expect([WebhookTaken, WebhookNotTaken]).toEqual([1, [1, 1]]);
});
