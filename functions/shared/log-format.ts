import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';

/** What is logged of an error besides its name, text and place: what our refusals, AWS and Node say of themselves. */
const saidOfItself = ['code', 'facts', 'held', '$metadata'] as const;

/**
 * Powertools logs whatever an error carries, and errors carry what they met: a refused write the items that stood in its way, the
 * answer of DynamoDB behind it the same once more. Those hold a merchant's orders and sealed secrets, so that an error is logged
 * by a list of names, with its causes and with all that an AggregateError gathers (JAPAN-RULES.md 7.3, PERFORMANCE.md T7).
 * A class, because Powertools takes nothing else.
 */
export class LogFormat extends LogFormatter {
  override formatError(error: Error): LogAttributes {
    return {
      name: error.name,
      location: this.getCodeLocation(error.stack),
      message: error.message,
      stack: error.stack,
      ...(error.cause instanceof Error ? { cause: this.formatError(error.cause) } : {}),
      ...(error instanceof AggregateError ? { errors: error.errors.map((one: Error) => this.formatError(one)) } : {}),
      ...Object.fromEntries(saidOfItself.flatMap((name) => (name in error ? [[name, Reflect.get(error, name)]] : []))),
    };
  }

  override formatAttributes(said: UnformattedAttributes, more: LogAttributes): LogItem {
    const { lambdaContext: context } = said;
    const attributes = {
      level: said.logLevel,
      message: said.message,
      timestamp: this.formatTimestamp(said.timestamp),
      service: said.serviceName,
      cold_start: context?.coldStart,
      function_arn: context?.invokedFunctionArn,
      function_memory_size: context?.memoryLimitInMB,
      function_name: context?.functionName,
      function_request_id: context?.awsRequestId,
      sampling_rate: said.sampleRateValue,
      xray_trace_id: said.xRayTraceId,
    };
    return new LogItem({ attributes }).addAttributes(more);
  }
}
