import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { listOf } from '../shared/list.contract.ts';
import { ApiKeyResource, IssuedApiKey } from './credential.contract.ts';

const tag = 'Credentials';
const path = '/v1/operator-keys';
const params = z.object({ keyId: z.string().check(z.maxLength(64)) });

export const issueOperatorKey = contract({
  operation: 'issueOperatorKey',
  method: 'POST',
  path,
  tag,
  summary: 'Issues a key for another operator, shown once; it waits for the approval of a second one',
  audience: 'operator',
  body: z.strictObject({ label: line(64) }),
  once: true,
  answers: { 201: { description: 'The key, in this answer only.', schema: IssuedApiKey } },
});

export const listOperatorKeys = contract({
  operation: 'listOperatorKeys',
  method: 'GET',
  path,
  tag,
  summary: "Lists the operators' keys, never the keys themselves",
  audience: 'operator',
  answers: { 200: { description: 'The keys, newest first.', schema: listOf(ApiKeyResource) } },
});

export const approveOperatorKey = contract({
  operation: 'approveOperatorKey',
  method: 'POST',
  path: `${path}/{keyId}/approval`,
  tag,
  summary: "Approves an operator's key that another operator has issued",
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

export const operatorKeyContracts = [issueOperatorKey, listOperatorKeys, approveOperatorKey, revokeOperatorKey];
