import { FunctionNotFound, TooManyRequests } from '../lambda/function.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { startTimeLimit } from '../lambda/time-limit.ts';
import { answerOf, gatewayAnswer, internalServerError, type WireAnswer } from './answer.ts';
import { createAuthorize } from './authorize.ts';
import { isPreflight, preflightAnswer, withCorsHeaders } from './cors.ts';
import { bodyFields, eventOf, type GatewayEvent, type RequestHead, readHead, type WireRequest } from './event.ts';
import type { HttpApi, Integration } from './http-api.ts';
import { createRouter, type RouteMatch } from './routes.ts';

export interface GatewayPorts {
  readonly lambda: Lambda;
  now(): number;
}

const notFound = gatewayAnswer(404, 'Not Found');
const refusals = {
  unauthorized: gatewayAnswer(401, 'Unauthorized'),
  forbidden: gatewayAnswer(403, 'Forbidden'),
  failed: internalServerError,
};

/** Serves one HTTP API: preflight, route, authorizer, integration, CORS headers, in API Gateway's order. */
export function createRequestHandler(api: HttpApi, ports: GatewayPorts): (request: WireRequest) => Promise<WireAnswer> {
  const route = createRouter(api.routes);
  const authorizers = new Map(
    [...api.authorizers].map(([id, authorizer]) => [
      id,
      createAuthorize(api, authorizer, {
        now: ports.now,
        async invoke(functionArn, payload) {
          const { functionError, payload: answer } = await ports.lambda.invoke(functionArn, { payload, isAside: true });
          return functionError ? undefined : answer;
        },
      }),
    ]),
  );

  const authorizedEvent = async (event: GatewayEvent, head: RequestHead, { route: { authorizerId } }: RouteMatch) => {
    if (!authorizerId) return event;
    const authorize = authorizers.get(authorizerId);
    if (!authorize) return internalServerError;
    const verdict = await authorize(event, head);
    if (verdict.outcome !== 'allowed') return refusals[verdict.outcome];
    return { ...event, requestContext: { ...event.requestContext, authorizer: { lambda: verdict.context } } };
  };

  const serve = async (request: WireRequest, head: RequestHead): Promise<WireAnswer> => {
    const { stage, path } = stageOf(api, head.rawPath);
    const match = stage === undefined ? undefined : route(request.method, path);
    const integration = match && api.integrations.get(match.route.integrationId);
    if (!match || !integration || stage === undefined) return notFound;
    const event = eventOf(request, head, match, { api, stage, nowMs: ports.now() });
    if (match.route.authorizerId) warmBeside(ports.lambda, integration.functionArn);
    const authorized = await authorizedEvent(event, head, match);
    if ('status' in authorized) return authorized;
    const payload = JSON.stringify({ ...authorized, ...bodyFields(request.body, head.headers['content-type']) });
    return await integrate(integration, payload, ports.lambda);
  };

  return async (request) => {
    const head = readHead(request);
    if (api.cors && isPreflight(request.method, head.headers)) return preflightAnswer(api.cors, head.headers);
    const answer = await serve(request, head);
    return api.cors ? withCorsHeaders(api.cors, head.headers.origin, answer) : answer;
  };
}

/** A function that has no thread yet gets one while the authorizer decides. That it cannot start is told when it is invoked. */
function warmBeside(lambda: Lambda, functionArn: string): void {
  if (lambda.find(functionArn)) lambda.warm(functionArn).catch(() => {});
}

/** A named stage is the first part of the path; `$default` has none. */
function stageOf(api: HttpApi, rawPath: string): { stage: string | undefined; path: string } {
  const [, first = ''] = rawPath.split('/');
  if (api.stages.has(first)) return { stage: first, path: rawPath.slice(first.length + 1) || '/' };
  return { stage: api.stages.has('$default') ? '$default' : undefined, path: rawPath };
}

/** Invokes the function, but waits no longer than API Gateway does; the function goes on, its answer is lost. */
async function integrate(integration: Integration, payload: string, lambda: Lambda): Promise<WireAnswer> {
  return await new Promise((resolve) => {
    const callerLimit = startTimeLimit(integration.timeoutMs, () => resolve(gatewayAnswer(503, 'Service Unavailable')));
    lambda
      .invoke(integration.functionArn, { payload, callerLimit })
      .then(({ functionError, payload: answer }) => resolve(functionError ? internalServerError : answerOf(answer)))
      .catch((error: unknown) => {
        if (!(error instanceof TooManyRequests || error instanceof FunctionNotFound)) throw error;
        resolve(error instanceof TooManyRequests ? gatewayAnswer(503, 'Service Unavailable') : internalServerError);
      })
      .catch(() => resolve(internalServerError))
      .finally(callerLimit.cancel);
  });
}
