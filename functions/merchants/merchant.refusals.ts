import { refusals } from '../shared/refusal.ts';

export const refuseMerchant = refusals({
  MerchantNotFound: ['missing', 'No such merchant'],
  MerchantStateConflict: ['conflict', 'The merchant is not in a state that allows this'],
  MerchantHasOpenOrders: ['conflict', 'The merchant still has open orders'],
  ApplicationIncomplete: ['declined', 'The application lacks documents'],
  DocumentNotFound: ['missing', 'No such document of this merchant'],
  DocumentsUndecided: ['declined', 'Documents of the application are not accepted yet'],
  ProposalNotFound: ['missing', 'No such proposal'],
  ProposalOpen: ['conflict', 'Another proposal waits for its decision'],
  ProposalAlreadyDecided: ['conflict', 'The proposal is decided'],
  ConnectionTestIncomplete: ['declined', 'The merchant has not made all calls of the connection test'],
  ConnectionCertificateInvalid: ['declined', "The certificate is not one of our sandbox's for this company"],
  MethodContractNotFound: ['missing', 'The merchant has no contract for this method'],
  MethodContractStateConflict: ['conflict', 'The contract is not in a state that allows this'],
  ContractItemsMissing: ['declined', 'The contract lacks items that its method needs'],
  SettlementBasisForbidden: ['declined', 'We may not collect for this kind of payee on this basis'],
  NoActiveContract: ['declined', 'The merchant has no contract that is active'],
});
