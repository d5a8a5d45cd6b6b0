import { refusals } from '../../shared/refusal.ts';

/** Who has to act after a message was not taken: the recipient's address has to be put right, or we try again. */
export const refuseAsMessages = refusals({
  MessageRefused: ['declined', 'The message cannot be delivered to this recipient'],
  MessagesUnavailable: ['unavailable', 'The message was not taken for delivery'],
});
