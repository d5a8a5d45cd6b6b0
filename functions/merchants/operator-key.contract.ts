import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { nameLine } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { ApiKeyResource } from './credential.contract.ts';

const tag = 'Credentials';
const path = '/v1/operator-keys';
const params = z.object({ keyId: z.string().check(z.maxLength(64)) });

export const RegisterOperatorKey = z.strictObject({
  /** Who holds the key. */
  label: nameLine(64),
  sha256: z.string().check(
    z.refine((text) => /^[0-9a-f]{64}$/.test(text), {
      error: 'Must be the SHA-256 of the key: 64 digits of 0-9 and a-f.',
      params: { code: 'invalid_hash' },
    }),
  ),
  /** The id of the holder's former key, which ends with the approval. */
  replaces: z.optional(z.string().check(z.maxLength(64))),
});
export type RegisterOperatorKey = z.infer<typeof RegisterOperatorKey>;

export const registerOperatorKey = contract({
  operation: 'registerOperatorKey',
  method: 'POST',
  path,
  tag,
  summary: 'Registers the key that another operator has drawn, by its hash; it waits for the approval of a second one',
  audience: 'operator',
  body: RegisterOperatorKey,
  once: true,
  answers: { 201: { description: 'The key as it waits.', schema: ApiKeyResource } },
  refusals: ['ApiKeyNotFound', 'ApiKeyNotUsable'],
});

export const listOperatorKeys = contract({
  operation: 'listOperatorKeys',
  method: 'GET',
  path,
  tag,
  summary: "Lists the operators' keys, never the keys themselves",
  audience: 'operator',
  query: z.strictObject(pageQuery),
  answers: { 200: { description: 'A page of keys, newest first.', schema: listOf(ApiKeyResource) } },
});

export const approveOperatorKey = contract({
  operation: 'approveOperatorKey',
  method: 'POST',
  path: `${path}/{keyId}/approval`,
  tag,
  summary: "Approves an operator's key that another operator has registered",
  audience: 'operator',
  params,
  body: z.strictObject({}),
  once: true,
  answers: { 200: { description: 'The key that opens doors from now on.', schema: ApiKeyResource } },
  refusals: ['ApiKeyNotFound', 'ApiKeyNotUsable', 'SecondPersonRequired'],
});

export const revokeOperatorKey = contract({
  operation: 'revokeOperatorKey',
  method: 'DELETE',
  path: `${path}/{keyId}`,
  tag,
  summary: "Revokes an operator's key, as long as two others remain",
  audience: 'operator',
  params,
  answers: { 200: { description: 'The revoked key.', schema: ApiKeyResource } },
  refusals: ['ApiKeyNotFound', 'LastOperatorKeys', 'TooBusy'],
});

export const operatorKeyContracts = [registerOperatorKey, listOperatorKeys, approveOperatorKey, revokeOperatorKey];
