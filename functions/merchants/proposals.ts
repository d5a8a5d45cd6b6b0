import { refuseExamination } from '../screening/examination.refusals.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDateOf } from '../shared/clock.ts';
import { assertSecondPerson } from '../shared/four-eyes.ts';
import { idFrom } from '../shared/ids.ts';
import { assertNothingOpen, type OpenOrders } from './assert-nothing-open.ts';
import { changedKeys, type UsableKeys } from './key-rights.ts';
import type { DecideProposal, ProposeAction } from './merchant.contract.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import { assertState, changed, type Merchant } from './merchant.ts';
import { type MerchantEffect, type MerchantPorts, type OperatorRequest, onMerchant } from './merchant-ports.ts';
import { isDecided } from './next-actions.ts';
import type { Proposal, ProposedAction } from './proposal.ts';
import { actions, carriedOut } from './proposed-actions.ts';
import { holdsOf } from './suspend-merchant.ts';

export type ProposalPorts = MerchantPorts & UsableKeys & OpenOrders;

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
      await assertNothingOpen(ports, merchant, proposal.action);
      const done = carriedOut(actions[proposal.action], { ...merchant, proposals }, request.actor.by, at);
      return { ...done, keys: await changedKeys(ports, done.merchant) };
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
  assertHolds(merchant, action);
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

/** Each cause of a suspension is lifted by its own action, and an operator suspends once. */
function assertHolds(merchant: Merchant, action: ProposedAction): void {
  const causes = holdsOf(merchant).map(({ cause }) => cause);
  const { lifts } = actions[action];
  const isDone = action === 'suspend' && causes.includes('operator');
  if (!isDone && (lifts === undefined || causes.includes(lifts))) return;
  const detail = `The merchant is suspended for: ${causes.join(', ')}. So there is nothing to ${action}.`;
  throw refuseMerchant('MerchantStateConflict', detail, { state: merchant.state });
}

/** Long enough for a sentence that an auditor can follow. */
const explanationMin = 20;

function assertExplained({ listScreening }: Merchant, action: ProposedAction, reason: string): void {
  const isMet = action === 'clear_list_hit' || (listScreening !== undefined && listScreening.decision !== 'clear');
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
