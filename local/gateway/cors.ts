import type { WireAnswer } from './answer.ts';
import type { CorsConfiguration } from './http-api.ts';

/** The Access-Control-Allow-Origin that answers this origin, or undefined when the origin is not allowed. */
function allowedOrigin(cors: CorsConfiguration, origin: string): string | undefined {
  const matches = (pattern: string): boolean =>
    pattern === '*' ||
    pattern === origin ||
    // API Gateway takes `https://*` and `http://*` for any origin of the scheme.
    (pattern.endsWith('://*') && origin.startsWith(pattern.slice(0, -1)));
  const pattern = cors.allowOrigins.find(matches);
  return pattern === '*' && !cors.allowCredentials ? '*' : pattern && origin;
}

/** Answers a preflight request, as API Gateway does without asking any route. */
export function preflightAnswer(cors: CorsConfiguration, headers: Readonly<Record<string, string>>): WireAnswer {
  const answer: WireAnswer = { status: 204, headers: {}, body: '' };
  const origin = allowedOrigin(cors, headers.origin ?? '');
  if (!origin) return answer;
  answer.headers['access-control-allow-origin'] = origin;
  const list = (name: string, values: readonly string[]): void => {
    if (values.length > 0) answer.headers[name] = values.join(',');
  };
  list('access-control-allow-methods', cors.allowMethods);
  list('access-control-allow-headers', cors.allowHeaders);
  list('access-control-expose-headers', cors.exposeHeaders);
  if (cors.maxAgeSeconds !== undefined) answer.headers['access-control-max-age'] = String(cors.maxAgeSeconds);
  if (cors.allowCredentials) answer.headers['access-control-allow-credentials'] = 'true';
  return answer;
}

export const isPreflight = (method: string, headers: Readonly<Record<string, string>>): boolean =>
  method === 'OPTIONS' && 'origin' in headers && 'access-control-request-method' in headers;

/** Replaces the CORS headers of an answer by the API's own: with a CORS configuration API Gateway ignores the function's. */
export function withCorsHeaders(cors: CorsConfiguration, origin: string | undefined, answer: WireAnswer): WireAnswer {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-')),
  );
  const allowed = origin && allowedOrigin(cors, origin);
  if (allowed) {
    headers['access-control-allow-origin'] = allowed;
    if (allowed !== '*') headers.vary = 'origin';
    if (cors.exposeHeaders.length > 0) headers['access-control-expose-headers'] = cors.exposeHeaders.join(',');
    if (cors.allowCredentials) headers['access-control-allow-credentials'] = 'true';
  }
  return { ...answer, headers };
}
