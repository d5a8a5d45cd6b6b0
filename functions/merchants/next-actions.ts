import { checklistOf, missingItems } from './checklist.ts';
import { isStarted, type Merchant } from './merchant.ts';
import { holdsOf } from './suspend-merchant.ts';

export const merchantActions = [
  'send_documents',
  'submit',
  'start_screening',
  'decide_documents',
  'propose_decision',
  'decide_proposal',
  'issue_test_key',
  'run_connection_test',
  'activate_contract',
  'propose_go_live',
  'issue_live_key',
  'propose_reinstatement',
  'propose_clearing',
] as const;
export type MerchantAction = (typeof merchantActions)[number];

/** Whoever is approved or about to be has been looked for in the lists, and is looked for again when its people change. */
const needsSearch = (merchant: Merchant): boolean => merchant.state === 'screening' || isStarted(merchant);

/** What brings the merchant on. A proposal that waits comes before everything else. */
export function nextActions(merchant: Merchant, today: string): MerchantAction[] {
  if (merchant.proposals.some(({ state }) => state === 'open')) return ['decide_proposal'];
  const isSearched = merchant.listScreening !== undefined || merchant.people === undefined;
  if (!isSearched && needsSearch(merchant)) return ['start_screening'];
  const hasContract = merchant.contracts.some(({ state }) => state === 'active');
  switch (merchant.state) {
    case 'draft':
      return missingItems(merchant, today).length > 0 ? ['send_documents'] : ['submit'];
    case 'submitted':
      return ['start_screening'];
    case 'screening':
      return isDecided(merchant, today) ? ['propose_decision'] : ['decide_documents'];
    case 'approved':
      return ['issue_test_key'];
    case 'sandbox_issued':
      return hasContract ? ['run_connection_test'] : ['run_connection_test', 'activate_contract'];
    case 'connection_test':
      return hasContract ? ['propose_go_live'] : ['activate_contract'];
    case 'live':
      return hasContract ? ['issue_live_key'] : [];
    case 'suspended':
      return holdsOf(merchant).map(({ cause }) =>
        cause === 'operator' ? 'propose_reinstatement' : 'propose_clearing',
      );
    case 'rejected':
    case 'terminated':
      return [];
  }
}

/** Every paper of the application is accepted, or not asked for. */
export const isDecided = (merchant: Merchant, today: string): boolean =>
  checklistOf(merchant, today).every(({ state }) => state === 'accepted' || state === 'waived');
