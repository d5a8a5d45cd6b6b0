import { randomBytes } from 'node:crypto';
import type { HttpApi } from './http-api.ts';
import type { RouteMatch } from './routes.ts';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly protocol: string;
  readonly sourceIp: string;
  /** Names and values in turn, as node:http gives them. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface RequestHead {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly queryStringParameters: Readonly<Record<string, string>>;
}

export interface EventContext {
  readonly api: HttpApi;
  readonly stage: string;
  readonly nowMs: number;
}

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer']);

/** Splits a request into the parts that routes, authorizers and events share. */
export function readHead(request: WireRequest): RequestHead {
  const question = request.target.indexOf('?');
  const rawPath = question < 0 ? request.target : request.target.slice(0, question);
  const rawQueryString = question < 0 ? '' : request.target.slice(question + 1);
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = (request.rawHeaders[index] as string).toLowerCase();
    const value = request.rawHeaders[index + 1] as string;
    if (hopByHop.has(name)) continue;
    // In payload 2.0 cookies have a field of their own instead of the header.
    if (name === 'cookie') cookies.push(...value.split(/;\s*/).filter(Boolean));
    else headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  const queryStringParameters: Record<string, string> = {};
  if (rawQueryString) {
    for (const [name, value] of new URLSearchParams(rawQueryString)) {
      queryStringParameters[name] = name in queryStringParameters ? `${queryStringParameters[name]},${value}` : value;
    }
  }
  return { rawPath, rawQueryString, headers, cookies, queryStringParameters };
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number: number): string => String(number).padStart(2, '0');

/** `12/Mar/2026:19:03:58 +0000`, the form of requestContext.time. */
export function commonLogTime(instantMs: number): string {
  const at = new Date(instantMs);
  const day = `${two(at.getUTCDate())}/${monthNames[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

/** The event of payload format 2.0, without authorizer and body. */
export function eventOf(request: WireRequest, head: RequestHead, match: RouteMatch, context: EventContext) {
  const { api, stage, nowMs } = context;
  const { cookies, queryStringParameters, headers } = head;
  const { host } = new URL(api.url);
  const traceId = `Root=1-${Math.floor(nowMs / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const stageVariables = api.stages.get(stage) ?? {};
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: head.rawPath,
    rawQueryString: head.rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers: {
      ...headers,
      'x-amzn-trace-id': traceId,
      'x-forwarded-for': headers['x-forwarded-for']
        ? `${headers['x-forwarded-for']}, ${request.sourceIp}`
        : request.sourceIp,
      'x-forwarded-port': String(api.port),
      'x-forwarded-proto': 'http',
    },
    ...(Object.keys(queryStringParameters).length > 0 && { queryStringParameters }),
    requestContext: {
      accountId: api.account,
      apiId: api.id,
      domainName: headers.host ?? host,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path: head.rawPath,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomBytes(11).toString('base64'),
      routeKey: match.route.key,
      stage,
      time: commonLogTime(nowMs),
      timeEpoch: nowMs,
    },
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    ...(Object.keys(stageVariables).length > 0 && { stageVariables }),
  };
}

export type GatewayEvent = ReturnType<typeof eventOf>;

const textTypes = /^(text\/|application\/(json|xml|javascript)\b|application\/[^;]+\+(json|xml)\b)/i;

/** The body as the event carries it. Everything but known text is Base64: HTTP APIs do that even to HTML forms. */
export function bodyFields(body: Buffer, contentType: string | undefined): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = contentType === undefined || textTypes.test(contentType);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}
