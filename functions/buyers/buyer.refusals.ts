import { refusals } from '../shared/refusal.ts';

export const refuseBuyer = refusals({
  BuyerNotFound: ['missing', 'No such buyer'],
  ReferenceAlreadyUsed: ['conflict', 'The reference is used already'],
  BuyerEmailAlreadyRegistered: ['conflict', 'The e-mail address is registered for another company'],
  BuyerStateConflict: ['conflict', 'The buyer is not in a state that allows this'],
  ReapplicationTooEarly: ['conflict', 'A rejected buyer may apply again later'],
});
