import { refusals } from '../shared/refusal.ts';

export const refuseShopOrder = refusals({
  LinesRequired: ['declined', 'The lines of the new amount are needed'],
});
