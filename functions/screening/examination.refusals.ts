import { refusals } from '../shared/refusal.ts';

export const refuseExamination = refusals({
  ExaminationNotFound: ['missing', 'No such examination'],
  ExaminationAlreadyDecided: ['conflict', 'The examination has been decided'],
  ExaminationInProgress: ['conflict', 'The examination does not wait for a decision'],
  ExaminationIncomplete: ['conflict', 'The lists have not been searched for this company'],
  ExaminationSuperseded: ['conflict', 'The buyer is not under this examination any more'],
  ApplicationInvalid: ['declined', 'The application lacks what screening needs'],
  EmailNotClaimed: ['conflict', 'The e-mail address belongs to another company'],
  CreditLimitMissing: ['declined', 'An approval needs a credit limit'],
  CreditLimitUnexpected: ['declined', 'Only credit that is asked for has a limit'],
  InformationRequestOpen: ['conflict', 'The answers to earlier questions are awaited'],
  InformationRequestUnexpected: ['declined', 'Only an applicant can be asked'],
  InformationRequestsUsedUp: ['conflict', 'The merchant was asked often enough'],
  ListHitNew: ['conflict', 'The lists name somebody whom nobody has looked at'],
  ListHitUnexplained: ['declined', 'A hit on a list needs a full reason'],
});
