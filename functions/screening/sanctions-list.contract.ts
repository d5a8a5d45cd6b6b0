import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { ListVersion, listVersionStates } from './list-version.ts';
import { ListSchema } from './sanctions-list.ts';

const DecideSanctionsList = z.strictObject({ outcome: z.enum(['approve', 'reject']), reason: line(1000) });

const ListVersionResource = z.object({
  ...ListVersion.shape,
  state: z.enum(listVersionStates),
  decidedBy: z.nullable(z.string()),
  nextActions: z.array(z.enum(['decide'])),
});

const tag = 'Examinations';

export const listSanctionsLists = contract({
  operation: 'listSanctionsLists',
  method: 'GET',
  path: '/v1/sanctions-lists',
  tag,
  summary: 'Lists every version of the sanctions and antisocial lists that was brought, newest first',
  audience: 'operator',
  query: z.strictObject(pageQuery),
  answers: { 200: { description: 'A page of versions.', schema: listOf(ListVersionResource) } },
});

export const proposeSanctionsList = contract({
  operation: 'proposeSanctionsList',
  method: 'POST',
  path: '/v1/sanctions-lists',
  tag,
  summary: 'Brings a new version of a list, which another operator puts in force',
  audience: 'operator',
  /** In our own format. One request carries 256 kB; a larger list is split into several with ids of their own. */
  body: ListSchema,
  once: true,
  answers: { 201: { description: 'The version waits for a decision.', schema: ListVersionResource } },
  refusals: ['SanctionsListInvalid', 'TooBusy'],
});

export const decideSanctionsList = contract({
  operation: 'decideSanctionsList',
  method: 'POST',
  path: '/v1/sanctions-lists/{versionId}/decision',
  tag,
  summary: 'Puts a version of a list in force and looks for every buyer with credit in it, or rejects it',
  audience: 'operator',
  params: z.object({ versionId: z.string().check(z.maxLength(64)) }),
  body: DecideSanctionsList,
  once: true,
  answers: { 200: { description: 'The version is decided.', schema: ListVersionResource } },
  refusals: ['SanctionsListNotFound', 'SanctionsListAlreadyDecided', 'SecondPersonRequired', 'TooBusy'],
});

export const sanctionsListContracts = [listSanctionsLists, proposeSanctionsList, decideSanctionsList];
