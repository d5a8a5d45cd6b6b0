import { refusals } from '../shared/refusal.ts';

export const refuseBuyer = refusals({
  BuyerNotFound: ['missing', 'No such buyer'],
  ReferenceAlreadyUsed: ['conflict', 'The reference is used already'],
  BuyerEmailAlreadyRegistered: ['conflict', 'The e-mail address is registered for another company'],
  BuyerStateConflict: ['conflict', 'The buyer is not in a state that allows this'],
  BuyerHasOpenBusiness: ['conflict', 'The buyer still has open orders or owes something'],
  CompanyIdentityFixed: ['conflict', 'The company was examined under this name and number'],
  InformationNotRequested: ['conflict', 'These questions are not open'],
  ReapplicationTooEarly: ['conflict', 'A rejected buyer may apply again later'],
});
