import { refusals } from '../shared/refusal.ts';

export const refuseApi = refusals({
  NotReady: ['unavailable', 'The service is not ready'],
});
