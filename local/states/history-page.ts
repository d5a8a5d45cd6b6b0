import type { JsonObject } from './json.ts';
import { page, pageToken, seconds } from './operations.ts';
import type { ExecutionStore, HistoryEvent } from './store.ts';

const dataFields = ['input', 'output', 'parameters', 'assignedVariables'];

function shown(event: HistoryEvent, withData: boolean): JsonObject {
  const { id, previousEventId, timestamp, type, details = {} } = event;
  const kept = Object.entries(details).map(([field, value]): [string, JsonObject] => {
    if (withData) return [field, value];
    return [field, Object.fromEntries(Object.entries(value).filter(([name]) => !dataFields.includes(name)))];
  });
  return { timestamp: seconds(timestamp), type, id, previousEventId, ...Object.fromEntries(kept) };
}

/** One page of GetExecutionHistory, oldest first unless `reverseOrder`. */
export function historyPage(store: ExecutionStore, arn: string, request: JsonObject): JsonObject {
  const { limit, position = 0 } = page(request);
  const found = store.events(arn, { after: position, limit: limit + 1, reverse: request.reverseOrder === true });
  const withData = request.includeExecutionData !== false;
  return {
    events: found.slice(0, limit).map((event) => shown(event, withData)),
    ...(found.length > limit ? { nextToken: pageToken(position + limit) } : {}),
  };
}
