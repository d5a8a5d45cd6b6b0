import assert from 'node:assert/strict';
import { type ErrorObject, Ajv2020 as Validator } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Answer, Observer } from './api.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Route {
  readonly method: string;
  /** As the document writes it: `/v1/orders/{orderId}`. */
  readonly path: string;
  readonly operation: Operation;
}

/** Every operation of the document. */
export const routesOf = ({ paths }: OpenApi): Route[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

const escaped = (text: string): string => text.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&');
const patternOf = (path: string): RegExp => new RegExp(`^${escaped(path).replaceAll(/\{\w+\}/g, '[^/]+')}$`);
const pointer = (...parts: readonly string[]): string =>
  parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Holds every answer of a journey against the document that the deployment itself serves: its status, its media type and its
 * body have to be what the operation promises, and a problem's code one that it declares.
 */
export function conformanceTo(document: OpenApi): Observer {
  const validator = new Validator({ strict: false, allErrors: true });
  formats.default(validator);
  validator.addSchema(document, 'openapi', undefined, false);
  const routes = routesOf(document).map((route) => ({ ...route, pattern: patternOf(route.path) }));
  return (method, target, answer) => {
    const path = target.split('?')[0] ?? target;
    const matching = routes.filter((route) => route.method === method && route.pattern.test(path));
    const route = matching.find((one) => one.path === path) ?? matching[0];
    const where = route
      ? pointer('paths', route.path, method.toLowerCase(), 'responses', ...declared(route, answer), 'schema')
      : pointer('components', 'schemas', 'Problem');
    if (answer.body === undefined) return;
    const ref = `openapi#${where}`;
    const validate = validator.getSchema(ref);
    assert(validate, `the document has no schema at ${where}`);
    assert(validate(answer.body), `${answer.request} ${answer.status}: ${told(validate.errors)}\n${answer.text}`);
  };
}

function declared({ operation }: Route, answer: Answer): [status: string, 'content', type: string] {
  const status = String(answer.status);
  const response = operation.responses[status];
  assert(response, `${answer.request}: the document does not know the answer ${status}: ${answer.text}`);
  assert(answer.headers.get('x-request-id'), `${answer.request} has no X-Request-Id`);
  const type = answer.headers.get('content-type') ?? '';
  const isKnown = response.content === undefined || type in response.content;
  assert(isKnown, `${answer.request} ${status}: the document does not know the type ${type}`);
  return [status, 'content', type];
}

const told = (errors: readonly ErrorObject[] | null | undefined): string =>
  (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
