import { refusals } from '../shared/refusal.ts';

export const refuseOrder = refusals({
  OrderNotFound: ['missing', 'No such order'],
  BuyerNotFound: ['missing', 'No such buyer'],
  BuyerNotActive: ['declined', 'The buyer may not order on credit now'],
  CreditLimitExceeded: ['declined', "The buyer's credit limit does not cover this"],
  ReferenceAlreadyUsed: ['conflict', 'The reference is used already'],
  OrderAlreadyConfirmed: ['conflict', 'The order is confirmed'],
  HoldAlreadyResolved: ['conflict', "The order's hold has been released"],
  OrderNotConfirmable: ['conflict', 'The order cannot be confirmed yet'],
  OrderNotChangeable: ['conflict', 'The order can no longer be changed'],
  AmountExceedsRemaining: ['declined', 'This is more than what is left to confirm'],
  OrderNotConfirmed: ['conflict', 'Nothing of the order is confirmed yet'],
  OrderReviewNotFound: ['missing', 'No such review is open'],
  OrderNotInReview: ['conflict', 'The order does not wait for a decision'],
  HoldAlreadyExtended: ['conflict', "The order's hold has been extended before"],
  HoldNotExtendable: ['conflict', 'The order holds nothing that could be extended'],
  CreditExceedsConfirmed: ['declined', 'This is more than what is confirmed and not credited'],
  TooManyCreditNotes: ['declined', 'The order has too many credit notes'],
  AmountNeedsReview: ['declined', 'An order of this amount has to be reviewed'],
  SlipAlreadyConfirmed: ['conflict', 'The order has this shipment already'],
  TooManyConfirmations: ['declined', 'The order has been confirmed in too many parts'],
});
