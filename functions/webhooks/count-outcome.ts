import { logger, metrics } from '../shared/telemetry.ts';
import type { Endpoint } from './endpoint.ts';
import { isTaken, type Outcome } from './receiver.ts';

/**
 * Counts an attempt at any merchant's receiver. One receiver that fails is ordinary; nearly all of them wake somebody (infra), who
 * then asks the log how they fail, and how many they are.
 */
export function countOutcome(
  { merchantId, endpointId }: Pick<Endpoint, 'merchantId' | 'endpointId'>,
  outcome: Outcome,
) {
  if (isTaken(outcome)) return void metrics.addMetric('WebhookTaken', 'Count', 1);
  metrics.addMetric('WebhookNotTaken', 'Count', 1);
  logger.info('webhook not taken', { merchantId, endpointId, ...outcome });
}
