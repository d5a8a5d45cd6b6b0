import type { GatewayEvent, RequestHead } from './event.ts';
import type { Authorizer, HttpApi } from './http-api.ts';

export type Verdict =
  | { readonly outcome: 'allowed'; readonly context: unknown }
  | { readonly outcome: 'unauthorized' | 'forbidden' | 'failed' };

export interface AuthorizePorts {
  /** Invokes the authorizer's function; undefined when it failed. */
  invoke(functionArn: string, payload: string): Promise<string | undefined>;
  now(): number;
}

interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}
interface AuthorizerAnswer {
  readonly isAuthorized?: boolean;
  readonly policyDocument?: { readonly Statement: PolicyStatement | readonly PolicyStatement[] };
  readonly context?: unknown;
}

/** Decides on requests with one Lambda authorizer, remembering its answers as long as the authorizer allows. */
export function createAuthorize(api: HttpApi, authorizer: Authorizer, ports: AuthorizePorts) {
  const remembered = new Map<string, { answer: AuthorizerAnswer; untilMs: number }>();
  const remembers = authorizer.ttlSeconds > 0 && authorizer.identitySources.length > 0;

  return async (event: GatewayEvent, head: RequestHead): Promise<Verdict> => {
    const identity = authorizer.identitySources.map((source) => identityOf(source, event, head));
    if (identity.some((value) => !value)) return { outcome: 'unauthorized' };
    const { method, path } = event.requestContext.http;
    const routeArn = `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/${event.requestContext.stage}/${method}${path}`;
    const key = identity.join(' ');
    const known = remembers ? remembered.get(key) : undefined;
    if (known && known.untilMs > ports.now()) return verdictOf(known.answer, authorizer, routeArn);

    const { version, ...rest } = event;
    const request = {
      version,
      type: 'REQUEST',
      routeArn,
      identitySource: identity.length > 0 ? identity : null,
      ...rest,
    };
    const payload = await ports.invoke(authorizer.functionArn, JSON.stringify(request));
    if (payload === undefined) return { outcome: 'failed' };
    const answer = (JSON.parse(payload) ?? {}) as AuthorizerAnswer;
    if (remembers) remembered.set(key, { answer, untilMs: ports.now() + authorizer.ttlSeconds * 1000 });
    return verdictOf(answer, authorizer, routeArn);
  };
}

function identityOf(source: string, event: GatewayEvent, head: RequestHead): string | undefined {
  const [, where, name = ''] =
    /^\$(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ?? [];
  if (where === 'request.header') return head.headers[name.toLowerCase()];
  if (where === 'request.querystring') return head.queryStringParameters[name];
  if (where === 'stageVariables') return (event.stageVariables as Record<string, string> | undefined)?.[name];
  if (name === 'routeKey') return event.routeKey;
  const context: Record<string, unknown> = { ...event.requestContext.http, ...event.requestContext };
  const value = context[name];
  return value === undefined ? undefined : String(value);
}

function verdictOf(answer: AuthorizerAnswer, { simpleResponses }: Authorizer, routeArn: string): Verdict {
  const allowed = simpleResponses
    ? answer.isAuthorized === true
    : isAllowed(answer.policyDocument?.Statement ?? [], routeArn);
  return allowed ? { outcome: 'allowed', context: answer.context ?? {} } : { outcome: 'forbidden' };
}

/** IAM's rule: one matching Deny refuses, otherwise one matching Allow is needed. */
function isAllowed(statement: PolicyStatement | readonly PolicyStatement[], routeArn: string): boolean {
  const effects = [statement].flat().filter((candidate) => {
    const actions = [candidate.Action].flat();
    const resources = [candidate.Resource].flat();
    return (
      actions.some((action) => wildcard(action, 'execute-api:Invoke')) &&
      resources.some((resource) => wildcard(resource, routeArn))
    );
  });
  return effects.some(({ Effect }) => Effect === 'Allow') && !effects.some(({ Effect }) => Effect === 'Deny');
}

function wildcard(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(text);
}
