import { refusals } from '../shared/refusal.ts';

export const refuseList = refusals({
  SanctionsListNotFound: ['missing', 'No such version of a list'],
  SanctionsListInvalid: ['declined', 'The list cannot be used'],
  SanctionsListAlreadyDecided: ['conflict', 'The list has been decided'],
});
