import { refusals } from '../shared/refusal.ts';

export const refuseDrift = refusals({
  DriftNotFound: ['missing', 'No such drift'],
  DriftAlreadyResolved: ['conflict', 'The drift is resolved'],
  ResolutionNotApplicable: ['conflict', 'This drift cannot be resolved like that'],
});
