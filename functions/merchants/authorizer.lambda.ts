import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { remember } from '../shared/remember.ts';
import type { AuthorizerContext } from '../shared/request.ts';
import { openTable } from '../shared/table.ts';
import { findApiKey } from './api-key.store.ts';
import type { ApiKey } from './api-key.ts';
import { authorize } from './authorize.ts';
import { tokenBuckets } from './token-buckets.ts';

const number = z.pipe(z.string(), z.pipe(z.transform(Number), z.number().check(z.positive())));
const { TRANSACTIONS_TABLE, STAGE, REQUESTS_PER_SECOND, REQUESTS_AT_ONCE } = env({
  TRANSACTIONS_TABLE: z.string(),
  STAGE: z.string(),
  /** Both absent: no limit. */
  REQUESTS_PER_SECOND: z.optional(number),
  REQUESTS_AT_ONCE: z.optional(number),
});
const table = openTable(TRANSACTIONS_TABLE);
const known = remember<ApiKey | undefined>(systemClock, {
  entriesMax: 10_000,
  ageMaxMs: 60_000,
  missingAgeMaxMs: 10_000,
});
const find = (hash: string) => known(hash, () => findApiKey(table, hash));
const take =
  REQUESTS_PER_SECOND === undefined || REQUESTS_AT_ONCE === undefined
    ? undefined
    : tokenBuckets(systemClock, { perSecond: REQUESTS_PER_SECOND, burst: REQUESTS_AT_ONCE });
const ports = { keys: { find }, clock: systemClock, take };
const environment = STAGE === 'production' ? 'live' : 'test';

/**
 * Lets every request through and says who sends it: 401 and 403 are problems in our own words, written by the function that
 * knows what the route asks for (shared/request.ts). Left to API Gateway they would be `{"message": "Forbidden"}`.
 */
export async function authorizerHandler(
  event: APIGatewayRequestAuthorizerEventV2,
): Promise<APIGatewaySimpleAuthorizerWithContextResult<AuthorizerContext>> {
  const context = await authorize({ ...ports, environment }, event.headers?.authorization);
  return { isAuthorized: true, context };
}
