import { AwsError } from './aws-error.ts';
import type { Engine } from './engine.ts';
import type { Json, JsonObject } from './json.ts';
import type { Machines } from './machines.ts';

export interface OperationContext {
  readonly engine: Engine;
  readonly machines: Machines;
}

export type Operation = (request: JsonObject, context: OperationContext) => JsonObject | Promise<JsonObject>;
export type Operations = Readonly<Record<string, Operation>>;

/** Times of the protocol are seconds since the epoch, with a fraction. */
export const seconds = (milliseconds: number): number => milliseconds / 1000;

const invalid = (field: string, problem: string) =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${field}' failed to satisfy constraint: ${problem}`,
  );

export function text(request: JsonObject, field: string): string {
  const value = request[field];
  if (typeof value !== 'string' || value === '') throw invalid(field, 'Member must not be null');
  return value;
}

export function optionalText(request: JsonObject, field: string, maxLength = Infinity): string | undefined {
  const value: Json | undefined = request[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(field, 'Member must be a string');
  if (value.length > maxLength) throw invalid(field, `Member must have length less than or equal to ${maxLength}`);
  return value;
}

/** Which part of a list is asked for: `maxResults` (0 and absent: 100) and what the token of the last page says. */
export function page(request: JsonObject): { readonly limit: number; readonly position: number | undefined } {
  const limit = request.maxResults ?? 0;
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0 || limit > 1000) {
    throw invalid('maxResults', 'Member must be between 0 and 1000');
  }
  const token = optionalText(request, 'nextToken');
  if (token === undefined) return { limit: limit || 100, position: undefined };
  const position = Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(position) || position < 0) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return { limit: limit || 100, position };
}

export const pageToken = (position: number): string => Buffer.from(String(position)).toString('base64url');
