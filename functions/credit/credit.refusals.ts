import { refusals } from '../shared/refusal.ts';

export const refuseCredit = refusals({
  CreditPolicyNotFound: ['missing', 'No such credit policy'],
  LimitChangeNotFound: ['missing', 'No such limit change'],
  LimitChangeAlreadyDecided: ['conflict', 'The limit change has been decided'],
  LimitChangeOutdated: ['conflict', 'The limit has changed since this was proposed'],
  LimitUnchanged: ['declined', 'The limit is that already'],
  CompanyTotalExceeded: ['declined', 'More than all merchants together may grant the company'],
  FacilityNotOpen: ['conflict', 'The buyer has no credit facility that allows this'],
  FacilityNotSuspended: ['conflict', 'The credit facility is not suspended'],
  ListHitUndecided: ['conflict', 'A hit on a list has not been cleared'],
  RenewalInProgress: ['conflict', 'A renewal is being examined'],
  CompanyNotFound: ['missing', 'No such company'],
});
