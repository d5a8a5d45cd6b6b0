import type { MerchantChange } from './merchant.item.ts';
import { changed, type Merchant, type MerchantState, moveMerchant } from './merchant.ts';
import type { HoldCause } from './merchant-hold.ts';
import type { ProposedAction } from './proposal.ts';
import { heldFor, releasedFrom } from './suspend-merchant.ts';

export interface ActionRule {
  readonly from: readonly MerchantState[];
  /** What is told when the merchant's state changes by it. */
  readonly event?: MerchantChange;
  /** What the confirmation makes of the merchant; absent where it only allows what is done afterwards. */
  readonly carryOut?: (merchant: Merchant, by: string, at: string) => Merchant;
  /** A name on a list has to be explained before the merchant may sell. */
  readonly letsSell: boolean;
  /** What the merchant has to be suspended for. */
  readonly lifts?: HoldCause;
}

const started = ['approved', 'sandbox_issued', 'connection_test', 'live', 'suspended'] as const;

/** What takes two people, and what it does (CAPABILITIES.md P2). */
export const actions: Readonly<Record<ProposedAction, ActionRule>> = {
  approve: move(['screening'], 'approved', 'merchant_application.decided', 'examination_passed', true),
  reject: move(
    ['draft', 'submitted', 'screening'],
    'rejected',
    'merchant_application.decided',
    'examination_failed',
    false,
  ),
  go_live: move(['connection_test'], 'live', 'merchant.live', 'contract_concluded', true),
  suspend: {
    from: started,
    event: 'merchant.suspended',
    carryOut: (merchant, by, at) => heldFor(merchant, { cause: 'operator', by, at, screeningIds: [] }),
    letsSell: false,
  },
  reinstate: lift('operator'),
  clear_list_hit: lift('list_hit'),
  terminate: move(started, 'terminated', 'merchant.terminated', 'contract_ended', false),
  // A login may be prepared before the merchant is live; a live key may not (functions/merchants/api-keys.ts).
  issue_live_credentials: { from: ['approved', 'sandbox_issued', 'connection_test', 'live'], letsSell: true },
  change_contact_email: { from: started, letsSell: false },
};

/** From these states into that one; the reason is a code for the merchant, which is never shown what an operator writes. */
function move(
  from: readonly MerchantState[],
  to: MerchantState,
  event: MerchantChange,
  stateReason: string,
  letsSell: boolean,
): ActionRule {
  return { from, event, carryOut: (merchant, _, at) => moveMerchant(merchant, to, at, stateReason), letsSell };
}

function lift(cause: HoldCause): ActionRule {
  const carryOut = (merchant: Merchant, _: string, at: string) => releasedFrom(merchant, cause, at);
  return { from: ['suspended'], event: 'merchant.reinstated', carryOut, letsSell: true, lifts: cause };
}

/** The merchant after a confirmed proposal, and what is told of it. */
export function carriedOut(
  { carryOut, event }: ActionRule,
  merchant: Merchant,
  by: string,
  at: string,
): { readonly merchant: Merchant; readonly event?: MerchantChange | undefined } {
  if (!carryOut) return { merchant: changed(merchant, at) };
  const after = carryOut(merchant, by, at);
  // Suspended for a second cause, or still for another one: to the merchant nothing has happened.
  return { merchant: after, event: after.state === merchant.state ? undefined : event };
}
