import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line, reference } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { ApplyAsMerchant, ChangeMerchant } from './application.contract.ts';
import { documentKinds } from './document.ts';
import { MerchantResource, MerchantSummary, OwnMerchant, ScreeningResource } from './merchant.resource.contract.ts';
import { merchantStates } from './merchant.ts';
import { holdCauses } from './merchant-hold.ts';
import { civilDate } from './merchant-people.ts';
import { proposedActions } from './proposal.ts';

const tag = 'Merchants';
const id = z.string().check(z.maxLength(64));
const params = z.object({ merchantId: id });
const one = { description: 'The merchant.', schema: MerchantResource };

export const applyAsMerchant = contract({
  operation: 'applyAsMerchant',
  method: 'POST',
  path: '/v1/merchants',
  tag,
  summary: "Enters a merchant's application, as a draft",
  audience: 'operator',
  body: ApplyAsMerchant,
  once: true,
  answers: { 201: { description: 'The draft, with the documents that it needs.', schema: MerchantResource } },
});

export const listMerchants = contract({
  operation: 'listMerchants',
  method: 'GET',
  path: '/v1/merchants',
  tag,
  summary: 'Lists merchants, newest first; with heldFor=list_hit those that wait for a decision on a listed name',
  audience: 'operator',
  query: z.strictObject({
    ...pageQuery,
    state: z.optional(z.enum(merchantStates)),
    heldFor: z.optional(z.enum(holdCauses)),
  }),
  answers: { 200: { description: 'A page of merchants.', schema: listOf(MerchantSummary) } },
});

export const getMerchant = contract({
  operation: 'getMerchant',
  method: 'GET',
  path: '/v1/merchants/{merchantId}',
  tag,
  summary: 'Reads a merchant with its checklist, proposals and contracts',
  audience: 'operator',
  params,
  answers: { 200: one },
  refusals: ['MerchantNotFound'],
});

export const getOwnMerchant = contract({
  operation: 'getOwnMerchant',
  method: 'GET',
  path: '/v1/merchant',
  tag,
  summary: 'Reads the merchant that the key belongs to',
  audience: 'any_key',
  answers: { 200: { description: 'The merchant as it may see itself.', schema: OwnMerchant } },
  refusals: ['MerchantNotFound'],
});

export const changeMerchant = contract({
  operation: 'changeMerchant',
  method: 'PATCH',
  path: '/v1/merchants/{merchantId}',
  tag,
  summary: 'Changes the application while it is a draft; later, how the merchant is reached',
  audience: 'operator',
  params,
  body: ChangeMerchant,
  ifMatch: true,
  answers: { 200: one },
  refusals: ['MerchantNotFound', 'MerchantStateConflict', 'SecondPersonRequired', 'TooBusy'],
});

export const ReceiveDocument = z.strictObject({
  kind: z.enum(documentKinds),
  issuedOn: z.optional(civilDate),
  expiresOn: z.optional(civilDate),
  fileName: line(200),
  sha256: z.string().check(
    z.refine((text) => /^[0-9a-f]{64}$/.test(text), {
      error: 'Must be the SHA-256 of the file: 64 digits of 0-9 and a-f.',
      params: { code: 'invalid_hash' },
    }),
  ),
  reference: z.optional(reference(200)),
});
export type ReceiveDocument = z.infer<typeof ReceiveDocument>;

export const receiveDocument = contract({
  operation: 'receiveMerchantDocument',
  method: 'POST',
  path: '/v1/merchants/{merchantId}/documents',
  tag,
  summary: 'Records a document of the application; one of a kind, the latest counts',
  audience: 'operator',
  params,
  body: ReceiveDocument,
  once: true,
  answers: { 201: one },
  refusals: ['MerchantNotFound', 'MerchantStateConflict'],
});

export const DecideDocument = z
  .strictObject({
    outcome: z.enum(['accept', 'reject', 'waive']),
    note: z.optional(line(500)),
  })
  .check(
    z.refine(({ outcome, note }) => outcome === 'accept' || note !== undefined, {
      error: 'A rejection and a waiver say why.',
      path: ['note'],
      params: { code: 'required' },
    }),
  );
export type DecideDocument = z.infer<typeof DecideDocument>;

export const decideDocument = contract({
  operation: 'decideMerchantDocument',
  method: 'POST',
  path: '/v1/merchants/{merchantId}/documents/{kind}/decision',
  tag,
  summary: 'Accepts, rejects or waives a document',
  audience: 'operator',
  params: z.object({ merchantId: id, kind: id }),
  body: DecideDocument,
  once: true,
  answers: { 200: one },
  refusals: ['MerchantNotFound', 'DocumentNotFound', 'MerchantStateConflict'],
});

export const submitMerchant = contract({
  operation: 'submitMerchant',
  method: 'POST',
  path: '/v1/merchants/{merchantId}/submission',
  tag,
  summary: 'Submits the application: refused as long as anything is missing',
  audience: 'operator',
  params,
  body: z.strictObject({}),
  once: true,
  answers: { 201: one },
  refusals: ['MerchantNotFound', 'MerchantStateConflict', 'ApplicationIncomplete'],
});

export const screenMerchant = contract({
  operation: 'screenMerchant',
  method: 'POST',
  path: '/v1/merchants/{merchantId}/screenings',
  tag,
  summary: 'Looks for the company and its people in the lists now; a new hit suspends a merchant that is approved',
  audience: 'operator',
  params,
  body: z.strictObject({}),
  once: true,
  answers: { 201: { description: 'What was found.', schema: ScreeningResource } },
  refusals: ['MerchantNotFound', 'MerchantStateConflict'],
});

export const listScreenings = contract({
  operation: 'listMerchantScreenings',
  method: 'GET',
  path: '/v1/merchants/{merchantId}/screenings',
  tag,
  summary: 'Every search of the lists for this merchant, newest first',
  audience: 'operator',
  params,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: 'A page of searches with their hits.', schema: listOf(ScreeningResource) } },
  refusals: ['MerchantNotFound'],
});

/** Kept among operators; the merchant does not see it. */
const reason = line(1000);

export const ProposeAction = z.strictObject({ action: z.enum(proposedActions), reason });
export type ProposeAction = z.infer<typeof ProposeAction>;

export const proposeAction = contract({
  operation: 'proposeMerchantAction',
  method: 'POST',
  path: '/v1/merchants/{merchantId}/proposals',
  tag,
  summary: 'Proposes what a second operator has to decide',
  audience: 'operator',
  params,
  body: ProposeAction,
  once: true,
  answers: { 201: one },
  refusals: [
    'MerchantNotFound',
    'MerchantStateConflict',
    'ProposalOpen',
    'DocumentsUndecided',
    'ExaminationIncomplete',
    'ListHitUnexplained',
    'NoActiveContract',
  ],
});

export const DecideProposal = z.strictObject({ outcome: z.enum(['confirm', 'decline']), reason: z.optional(reason) });
export type DecideProposal = z.infer<typeof DecideProposal>;

export const decideProposal = contract({
  operation: 'decideMerchantProposal',
  method: 'POST',
  path: '/v1/merchants/{merchantId}/proposals/{proposalId}/decision',
  tag,
  summary: 'Confirms or declines what another operator has proposed',
  audience: 'operator',
  params: z.object({ merchantId: id, proposalId: id }),
  body: DecideProposal,
  once: true,
  answers: { 200: one },
  refusals: [
    'MerchantNotFound',
    'ProposalNotFound',
    'ProposalAlreadyDecided',
    'SecondPersonRequired',
    'MerchantStateConflict',
    'MerchantHasOpenOrders',
    'DocumentsUndecided',
    'ExaminationIncomplete',
    'ListHitUnexplained',
    'NoActiveContract',
  ],
});

export const PassConnectionTest = z.strictObject({
  /** The sandbox's certificate, where the test was passed in another deployment than this. */
  certificate: z.optional(line(2000)),
});
export type PassConnectionTest = z.infer<typeof PassConnectionTest>;

export const passConnectionTest = contract({
  operation: 'passConnectionTest',
  method: 'POST',
  path: '/v1/merchants/{merchantId}/connection-tests',
  tag,
  summary: "Records that the merchant's system has made its first calls: read from what it did",
  audience: 'operator',
  params,
  body: PassConnectionTest,
  once: true,
  answers: { 201: one },
  refusals: ['MerchantNotFound', 'MerchantStateConflict', 'ConnectionTestIncomplete', 'ConnectionCertificateInvalid'],
});

export const merchantContracts = [
  applyAsMerchant,
  listMerchants,
  getMerchant,
  getOwnMerchant,
  changeMerchant,
  receiveDocument,
  decideDocument,
  submitMerchant,
  screenMerchant,
  listScreenings,
  proposeAction,
  decideProposal,
  passConnectionTest,
];
