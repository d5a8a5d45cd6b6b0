import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Answer } from './answer.ts';
import type { Contract, Request } from './contract.ts';
import { etagOf } from './etag.ts';
import { problemOf } from './problem.ts';
import { Refusal } from './refusal.ts';
import { refuseRequest } from './request.refusals.ts';
import { apiVersion, type HttpEvent, readRequest } from './request.ts';
import { logger, sendMetrics } from './telemetry.ts';

/** A contract and the use case that keeps it. */
export interface Route {
  readonly contract: Contract;
  readonly answer: (event: HttpEvent) => Promise<Answer>;
}

export const route = <const C extends Contract>(contract: C, run: (request: Request<C>) => Promise<Answer>): Route => ({
  contract,
  answer: async (event) => run(readRequest(contract, event)),
});

/**
 * One Lambda function that answers the routes of a capability. API Gateway has matched the route already: its key finds ours.
 * problems() is listed first so that its onError runs last, after the others have seen the error (STYLE.md B.4).
 */
export function httpFunction(...routes: readonly Route[]) {
  const byKey = new Map(routes.map((one) => [`${one.contract.method} ${one.contract.path}`, one]));
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>()
    .use(problems())
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(metricsSent())
    .handler(async (event: HttpEvent) => {
      assertShare(event);
      const found = byKey.get(event.routeKey);
      if (!found) throw refuseRequest('RouteNotFound', `There is nothing at ${event.rawPath}.`);
      const answer = await found.answer(event);
      logger.info('answered', { ...who(event), status: answer.status, replayed: answer.replayed ?? false });
      return gatewayAnswer(event, found.contract, answer);
    });
}

const gatewayAnswer = (event: HttpEvent, contract: Contract, answer: Answer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: answer.status,
  headers: {
    ...commonHeaders(event),
    'content-type': 'application/json',
    ...etagOf(contract, answer),
    ...(answer.replayed ? { 'idempotency-replayed': 'true' } : {}),
    ...answer.headers,
  },
  body: answer.body,
  ...(answer.isBase64Encoded ? { isBase64Encoded: true } : {}),
});

/** Turns every error into problem+json. What is not a refusal is logged in full and told in general terms. */
function problems(): MiddlewareObj<HttpEvent, APIGatewayProxyStructuredResultV2> {
  return {
    onError: async (request) => {
      const { event, error } = request;
      const problem = problemOf(error, event.rawPath, event.requestContext.requestId);
      if (error instanceof Refusal) logger.info('refused', { ...who(event), code: error.code, status: problem.status });
      else logger.error('broke', { ...who(event), error: error ?? undefined });
      request.response = {
        statusCode: problem.status,
        headers: {
          ...commonHeaders(event),
          'content-type': 'application/problem+json',
          ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
          ...(problem.status === 429 || problem.status === 503
            ? { 'retry-after': String(problem.retryAfter ?? 1) }
            : {}),
        },
        body: JSON.stringify(problem),
      };
    },
  };
}

const metricsSent = (): MiddlewareObj<HttpEvent, APIGatewayProxyStructuredResultV2> => ({
  after: sendMetrics,
  onError: sendMetrics,
});

/** Refuses a key that has sent too many requests, before anything is read for it (docs/decisions/0012). */
function assertShare(event: HttpEvent): void {
  const after = event.requestContext.authorizer?.lambda?.retryAfter;
  if (after === undefined) return;
  const retryAfter = Number(after);
  throw refuseRequest('TooManyRequests', `Send this again after ${retryAfter} s.`, { retryAfter });
}

/** What is left of the key's share (draft-ietf-httpapi-ratelimit-headers). */
function shareHeaders(event: HttpEvent): Record<string, string> {
  const { remaining, retryAfter } = event.requestContext.authorizer?.lambda ?? {};
  if (remaining === undefined) return {};
  return { ratelimit: `"key";r=${remaining}${retryAfter === undefined ? '' : `;t=${retryAfter}`}` };
}

const commonHeaders = (event: HttpEvent): Record<string, string> => ({
  'api-version': apiVersion,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-request-id': event.requestContext.requestId,
  ...shareHeaders(event),
});

const who = (event: HttpEvent) => ({
  route: event.routeKey,
  merchantId: event.requestContext.authorizer?.lambda?.merchantId,
  requestId: event.requestContext.requestId,
});
