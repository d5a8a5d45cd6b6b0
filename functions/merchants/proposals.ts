import { refuseExamination } from '../screening/examination.refusals.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDateOf } from '../shared/clock.ts';
import { assertSecondPerson } from '../shared/four-eyes.ts';
import { idFrom } from '../shared/ids.ts';
import type { ApiKey } from './api-key.ts';
import type { DecideProposal, ProposeAction } from './merchant.contract.ts';
import type { MerchantChange } from './merchant.item.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import { assertState, changed, isRestricted, type Merchant, type MerchantState, moveMerchant } from './merchant.ts';
import { type MerchantEffect, type MerchantPorts, type OperatorRequest, onMerchant } from './merchant-ports.ts';
import { isDecided } from './next-actions.ts';
import type { Proposal, ProposedAction } from './proposal.ts';

export interface ProposalPorts extends MerchantPorts {
  readonly keys: { usable(merchantId: string): Promise<readonly ApiKey[]> };
}

interface ActionRule {
  readonly from: readonly MerchantState[];
  /** What the confirmation makes of the merchant; absent where it only allows what is done afterwards. */
  readonly becomes?: {
    readonly to: MerchantState;
    readonly event: MerchantChange;
    /** A code for the merchant: what an operator writes is never shown to it. */
    readonly stateReason: string;
  };
  /** A name on a list has to be explained before the merchant may sell. */
  readonly letsSell: boolean;
}

const started = ['approved', 'sandbox_issued', 'connection_test', 'live', 'suspended'] as const;

/** What takes two people, and what it does (CAPABILITIES.md P2). */
const actions: Readonly<Record<ProposedAction, ActionRule>> = {
  approve: rule(['screening'], 'approved', 'merchant_application.decided', 'examination_passed', true),
  reject: rule(
    ['draft', 'submitted', 'screening'],
    'rejected',
    'merchant_application.decided',
    'examination_failed',
    false,
  ),
  go_live: rule(['connection_test'], 'live', 'merchant.live', 'contract_concluded', true),
  suspend: rule(['live'], 'suspended', 'merchant.suspended', 'suspended_by_platform', false),
  reinstate: rule(['suspended'], 'live', 'merchant.reinstated', 'reinstated', true),
  terminate: rule(started, 'terminated', 'merchant.terminated', 'contract_ended', false),
  // A login may be prepared before the merchant is live; a live key may not (functions/merchants/api-keys.ts).
  issue_live_credentials: { from: ['approved', 'sandbox_issued', 'connection_test', 'live'], letsSell: true },
  change_contact_email: { from: started, letsSell: false },
};

function rule(
  from: readonly MerchantState[],
  to: MerchantState,
  event: MerchantChange,
  stateReason: string,
  letsSell: boolean,
): ActionRule {
  return { from, becomes: { to, event, stateReason }, letsSell };
}

/** Proposes what another operator has to decide. One proposal waits at a time. */
export const proposeAction = (
  ports: MerchantPorts,
  merchantId: string,
  { action, reason }: ProposeAction,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, merchantId, request, (merchant, at) => {
    const open = merchant.proposals.find(({ state }) => state === 'open');
    if (open) throw refuseMerchant('ProposalOpen', `${open.proposalId} proposes to ${open.action}.`);
    assertAllowed(merchant, action, businessDateOf(at));
    assertExplained(merchant, action, reason);
    const proposal: Proposal = {
      proposalId: idFrom('prp', merchantId, String(merchant.version + 1)),
      action,
      reason,
      proposedBy: request.actor.by,
      proposedAt: at,
      state: 'open',
    };
    return { merchant: changed({ ...merchant, proposals: [...merchant.proposals, proposal] }, at) };
  });

/** Decides a proposal; a confirmed one is carried out in the same write. */
export const decideProposal = (
  ports: ProposalPorts,
  { merchantId, proposalId }: { readonly merchantId: string; readonly proposalId: string },
  { outcome, reason }: DecideProposal,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(
    ports,
    merchantId,
    request,
    async (merchant, at): Promise<MerchantEffect> => {
      const proposal = openProposal(merchant, proposalId);
      assertSecondPerson(proposal.proposedBy, request.actor.by);
      const decided: Proposal = {
        ...proposal,
        state: outcome === 'confirm' ? 'confirmed' : 'declined',
        decidedBy: request.actor.by,
        decidedAt: at,
        ...(reason === undefined ? {} : { decisionReason: reason }),
      };
      const proposals = merchant.proposals.map((one) => (one === proposal ? decided : one));
      if (outcome === 'decline') return { merchant: changed({ ...merchant, proposals }, at) };
      assertAllowed(merchant, proposal.action, businessDateOf(at));
      assertNothingMetSince(merchant, proposal);
      const { becomes } = actions[proposal.action];
      if (!becomes) return { merchant: changed({ ...merchant, proposals }, at) };
      const { to, event, stateReason } = becomes;
      const moved = moveMerchant({ ...merchant, proposals }, to, at, stateReason);
      return { merchant: moved, event, keys: await restricted(ports, merchant, moved) };
    },
    200,
  );

function openProposal({ proposals }: Merchant, proposalId: string): Proposal {
  const proposal = proposals.find((one) => one.proposalId === proposalId);
  if (!proposal) throw refuseMerchant('ProposalNotFound', `There is no proposal ${proposalId}.`);
  if (proposal.state === 'open') return proposal;
  throw refuseMerchant('ProposalAlreadyDecided', `${proposalId} was ${proposal.state}.`, { state: proposal.state });
}

function assertAllowed(merchant: Merchant, action: ProposedAction, today: string): void {
  assertState(merchant, action, ...actions[action].from);
  if (actions[action].letsSell && merchant.people && !merchant.listScreening) {
    throw refuseExamination('ExaminationIncomplete', 'Look for the company and its people in the lists first.');
  }
  if (action === 'approve' && !isDecided(merchant, today)) {
    throw refuseMerchant('DocumentsUndecided', 'Accept or waive every document of the application first.');
  }
  if (action === 'go_live' && !merchant.contracts.some(({ state }) => state === 'active')) {
    throw refuseMerchant('NoActiveContract', 'Activate the contract of one method at least.');
  }
}

/** Long enough for a sentence that an auditor can follow. */
const explanationMin = 20;

function assertExplained({ listScreening }: Merchant, action: ProposedAction, reason: string): void {
  const isMet = listScreening !== undefined && listScreening.decision !== 'clear';
  if (!isMet || !actions[action].letsSell || [...reason.replace(/\s+/gu, ' ')].length >= explanationMin) return;
  const detail = `A name on a list was met. Say in at least ${explanationMin} characters why it is somebody else.`;
  throw refuseExamination('ListHitUnexplained', detail, { explanationMin });
}

/** A hit that is found after the proposal is explained by nobody: both persons have to know of it. */
function assertNothingMetSince({ listScreening }: Merchant, { action, proposedAt }: Proposal): void {
  const isMet = listScreening !== undefined && listScreening.decision !== 'clear';
  if (!isMet || !actions[action].letsSell || listScreening.screenedAt <= proposedAt) return;
  throw refuseExamination('ListHitUnexplained', 'A name on a list was met after this was proposed. Propose it again.');
}

/** The keys that may do less from now on, or all again: they change in the same write as their merchant. */
async function restricted(ports: ProposalPorts, before: Merchant, after: Merchant): Promise<ApiKey[]> {
  if (isRestricted(before) === isRestricted(after)) return [];
  const keys = await ports.keys.usable(after.merchantId);
  return keys.map((key) => ({ ...key, isRestricted: isRestricted(after), version: key.version + 1 }));
}
