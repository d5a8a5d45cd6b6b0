import type { Vault } from '../shared/vault.ts';
import { type ChecklistEntry, checklistOf } from './checklist.ts';
import type {
  MerchantResource,
  MerchantSummary,
  MethodContractResource,
  OwnMerchant,
} from './merchant.resource.contract.ts';
import { type Merchant, merchantPeople } from './merchant.ts';
import { MerchantPeople } from './merchant-people.ts';
import type { MethodContract } from './method-contract.ts';
import { missingContractItems } from './method-requirements.ts';
import { nextActions } from './next-actions.ts';
import type { Proposal } from './proposal.ts';
import { holdsOf } from './suspend-merchant.ts';

/** A merchant's people, opened; the sandbox's own merchants have none. */
export async function openMerchantPeople(vault: Vault, merchant: Merchant): Promise<MerchantPeople | undefined> {
  if (merchant.people === undefined) return undefined;
  return MerchantPeople.parse(await vault.open(merchantPeople(merchant), merchant.people));
}

/** A merchant as operators read it, with the personal data opened. */
export async function merchantResource(vault: Vault, merchant: Merchant, today: string): Promise<MerchantResource> {
  const people = await openMerchantPeople(vault, merchant);
  return {
    ...ownMerchant(merchant),
    holds: [...holdsOf(merchant)],
    nextActions: nextActions(merchant, today),
    stateHistory: merchant.stateHistory.map(({ state, reason, at }) => ({ state, stateReason: reason, at })),
    company: merchant.company ?? null,
    representative: people?.representative ?? null,
    people: people?.people ?? [],
    personInCharge: people?.personInCharge ?? null,
    productPageIsPublic: merchant.productPageIsPublic,
    purposeOfRemittance: merchant.purposeOfRemittance ?? null,
    documents: checklistOf(merchant, today).map(shownEntry),
    listScreening: merchant.listScreening ?? null,
    decideBy: merchant.decideBy ?? null,
    proposals: merchant.proposals.map(shownProposal),
    connectionTest: merchant.connectionTest
      ? { ...merchant.connectionTest, certificate: merchant.connectionTest.certificate ?? null }
      : null,
    contracts: merchant.contracts.map(shownContract),
  };
}

export const merchantSummary = (merchant: Merchant, today: string): MerchantSummary => ({
  id: merchant.merchantId,
  state: merchant.state,
  stateReason: merchant.stateReason,
  holds: [...holdsOf(merchant)],
  nextActions: nextActions(merchant, today),
  name: merchant.name,
  decideBy: merchant.decideBy ?? null,
  version: merchant.version,
  createdAt: merchant.createdAt,
  updatedAt: merchant.updatedAt ?? merchant.createdAt,
});

export const ownMerchant = (merchant: Merchant): OwnMerchant => ({
  id: merchant.merchantId,
  state: merchant.state,
  stateReason: merchant.stateReason,
  name: merchant.name,
  nameKana: merchant.nameKana ?? null,
  contactEmail: merchant.contactEmail,
  locale: merchant.locale,
  website: merchant.website ?? null,
  methods: merchant.methods,
  invoiceRegistrationNumber: merchant.invoiceRegistrationNumber ?? null,
  closingDay: merchant.closingDay,
  payout: merchant.payout,
  contracts: merchant.contracts.map(({ method, state }) => ({ method, state })),
  version: merchant.version,
  createdAt: merchant.createdAt,
  updatedAt: merchant.updatedAt ?? merchant.createdAt,
});

const shownEntry = ({ kind, japanese, state, problem, document }: ChecklistEntry) => ({
  kind,
  japanese,
  state,
  problem,
  issuedOn: document?.issuedOn ?? null,
  expiresOn: document?.expiresOn ?? null,
  fileName: document?.fileName ?? null,
  sha256: document?.sha256 ?? null,
  reference: document?.reference ?? null,
  note: document?.note ?? null,
});

const shownProposal = (proposal: Proposal) => ({
  id: proposal.proposalId,
  action: proposal.action,
  state: proposal.state,
  reason: proposal.reason,
  proposedBy: proposal.proposedBy,
  proposedAt: proposal.proposedAt,
  decidedBy: proposal.decidedBy ?? null,
  decidedAt: proposal.decidedAt ?? null,
  decisionReason: proposal.decisionReason ?? null,
  usedAt: proposal.usedAt ?? null,
});

export const shownContract = (contract: MethodContract): MethodContractResource => ({
  method: contract.method,
  state: contract.state,
  items: contract.items,
  secretItems: contract.secretItems,
  missingItems: missingContractItems(contract),
  requestedAt: contract.requestedAt,
  examinedBy: contract.examinedBy ?? null,
  examinedAt: contract.examinedAt ?? null,
  activatedBy: contract.activatedBy ?? null,
  activatedAt: contract.activatedAt ?? null,
  endedAt: contract.endedAt ?? null,
  history: contract.history,
});
