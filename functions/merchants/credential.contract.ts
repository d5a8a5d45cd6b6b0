import * as z from 'zod/mini';
import { contract, scopes } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { connectedSystems } from './connection.ts';

const text = z.string();
const perhaps = z.nullable(text);
const id = text.check(z.maxLength(64));
const environments = ['test', 'live'] as const;

/** A week is enough to bring a new secret into every system of a merchant, and short enough to be remembered. */
const overlapHours = z._default(z.int().check(z.minimum(0), z.maximum(168)), 24);

export const merchantScopes = scopes.filter((scope) => scope !== 'operator');

export const IssueApiKey = z.strictObject({
  environment: z.enum(environments),
  label: line(64),
  scopes: z.optional(z.array(z.enum(merchantScopes)).check(z.minLength(1), z.maxLength(merchantScopes.length))),
});
export type IssueApiKey = z.infer<typeof IssueApiKey>;

export const Rotate = z.strictObject({ overlapHours });
export type Rotate = z.infer<typeof Rotate>;

export const ApiKeyResource = z.object({
  id: text,
  label: text,
  environment: z.enum(environments),
  scopes: z.array(z.enum(scopes)),
  state: z.enum(['pending', 'active', 'expired', 'revoked']),
  /** Reads only, for as long as its merchant is suspended. */
  readOnly: z.boolean(),
  validUntil: perhaps,
  createdAt: perhaps,
  createdBy: perhaps,
});
export type ApiKeyResource = z.infer<typeof ApiKeyResource>;

const IssuedApiKey = z.extend(ApiKeyResource, { key: text });

const ConnectionResource = z.object({
  system: z.enum(connectedSystems),
  login: text,
  state: z.enum(['active', 'revoked']),
  /** Until when the secret before this one opens as well. */
  previousSecretValidUntil: perhaps,
  createdAt: perhaps,
});
export type ConnectionResource = z.infer<typeof ConnectionResource>;

const IssuedConnection = z.extend(ConnectionResource, { secret: text });

const tag = 'Credentials';
const params = z.object({ merchantId: id });
const ofKey = z.object({ merchantId: id, keyId: id });
const ofConnection = z.object({ merchantId: id, system: id });
const shownOnce = 'The key, in this answer only.';
const secretShownOnce = 'Login and secret; the secret in this answer only.';
const keys = '/v1/merchants/{merchantId}/api-keys';
const connections = '/v1/merchants/{merchantId}/connections';

export const issueApiKey = contract({
  operation: 'issueApiKey',
  method: 'POST',
  path: keys,
  tag,
  summary: 'Issues an API key to a merchant, shown once; the first test key opens its sandbox',
  audience: 'operator',
  params,
  body: IssueApiKey,
  once: true,
  answers: { 201: { description: shownOnce, schema: IssuedApiKey } },
  refusals: [
    'MerchantNotFound',
    'MerchantStateConflict',
    'KeyEnvironmentUnavailable',
    'SecondPersonRequired',
    'ApiKeyLimitReached',
  ],
});

export const listApiKeys = contract({
  operation: 'listApiKeys',
  method: 'GET',
  path: keys,
  tag,
  summary: "Lists a merchant's API keys, never the keys themselves",
  audience: 'operator',
  params,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: 'A page of keys, newest first.', schema: listOf(ApiKeyResource) } },
  refusals: ['MerchantNotFound'],
});

export const rotateApiKey = contract({
  operation: 'rotateApiKey',
  method: 'POST',
  path: `${keys}/{keyId}/rotations`,
  tag,
  summary: 'Replaces an API key; the old one opens doors until the overlap ends',
  audience: 'operator',
  params: ofKey,
  body: Rotate,
  once: true,
  answers: { 201: { description: shownOnce, schema: IssuedApiKey } },
  refusals: [
    'MerchantNotFound',
    'ApiKeyNotFound',
    'ApiKeyNotUsable',
    'ApiKeyEnding',
    'SecondPersonRequired',
    'ApiKeyLimitReached',
  ],
});

export const revokeApiKey = contract({
  operation: 'revokeApiKey',
  method: 'DELETE',
  path: `${keys}/{keyId}`,
  tag,
  summary: 'Revokes an API key: within a minute it opens nothing',
  audience: 'operator',
  params: ofKey,
  answers: { 200: { description: 'The revoked key.', schema: ApiKeyResource } },
  refusals: ['MerchantNotFound', 'ApiKeyNotFound', 'TooBusy'],
});

export const issueConnection = contract({
  operation: 'issueConnection',
  method: 'POST',
  path: connections,
  tag,
  summary: "Gives a merchant's existing software a login at a system whose wire we speak",
  audience: 'operator',
  params,
  body: z.strictObject({ system: z.enum(connectedSystems) }),
  once: true,
  answers: { 201: { description: secretShownOnce, schema: IssuedConnection } },
  refusals: ['MerchantNotFound', 'MerchantStateConflict', 'SecondPersonRequired', 'ConnectionExists'],
});

export const listConnections = contract({
  operation: 'listConnections',
  method: 'GET',
  path: connections,
  tag,
  summary: "Lists a merchant's logins at connected systems",
  audience: 'operator',
  params,
  answers: { 200: { description: 'The logins.', schema: listOf(ConnectionResource) } },
  refusals: ['MerchantNotFound'],
});

export const rotateConnection = contract({
  operation: 'rotateConnection',
  method: 'POST',
  path: `${connections}/{system}/rotations`,
  tag,
  summary: 'Gives a login a new secret; the old one opens until the overlap ends',
  audience: 'operator',
  params: ofConnection,
  body: Rotate,
  once: true,
  answers: { 201: { description: secretShownOnce, schema: IssuedConnection } },
  refusals: ['MerchantNotFound', 'SecondPersonRequired', 'ConnectionNotFound'],
});

export const revokeConnection = contract({
  operation: 'revokeConnection',
  method: 'DELETE',
  path: `${connections}/{system}`,
  tag,
  summary: 'Revokes a login at a connected system',
  audience: 'operator',
  params: ofConnection,
  answers: { 200: { description: 'The revoked login.', schema: ConnectionResource } },
  refusals: ['MerchantNotFound', 'ConnectionNotFound', 'TooBusy'],
});

export const credentialContracts = [
  issueApiKey,
  listApiKeys,
  rotateApiKey,
  revokeApiKey,
  issueConnection,
  listConnections,
  rotateConnection,
  revokeConnection,
];
