import { refusals } from '../shared/refusal.ts';

export const refuseEvent = refusals({
  EventNotFound: ['missing', 'No such event'],
});
