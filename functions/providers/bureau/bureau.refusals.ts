import { refusals } from '../../shared/refusal.ts';

/**
 * Who has to act after a failed call. `BureauUnavailable` leaves open whether the bureau took the inquiry: it is resolved by
 * inquiring under the same id, never by asking under another (ARCHITECTURE.md section 1, decision 6).
 */
export const refuseAsBureau = refusals({
  BureauRejected: ['declined', 'The credit bureau refused the inquiry'],
  BureauUnavailable: ['unavailable', 'The credit bureau did not answer'],
});
