import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Answer } from './answer.ts';
import { LogFormat } from './log-format.ts';

/** JSON logs. What is logged is chosen field by field; bodies, names, numbers and keys never are (JAPAN-RULES.md 7.3, PERFORMANCE.md T7). */
export const logger = new Logger({ logFormatter: new LogFormat() });

/** Business facts only (`OrderConfirmed`, its yen): what CloudWatch counts anyway is left to it. */
export const metrics = new Metrics();

/** Counts what was done for a merchant, and its yen where they are known; a replayed answer is no new fact. */
export function countFact(name: string, answer: Answer, yen?: number): Answer {
  if (answer.replayed) return answer;
  metrics.addMetric(name, 'Count', 1);
  if (yen !== undefined) metrics.addMetric(`${name}Yen`, 'None', yen);
  return answer;
}

/** At the end of a call, when it counted something: an empty flush would write a warning for every call. */
export const sendMetrics = (): void => {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};
