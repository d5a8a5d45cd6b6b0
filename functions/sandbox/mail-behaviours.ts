/** What the emulated delivery of e-mails and of text messages can do, in words (GET /v1/test/scenarios, docs/sandbox.md). */
const deliveryBehaviours = {
  deliver: 'Takes the message; it can be read at GET /v1/test/messages.',
  throttle: 'Refuses the message for now, as when too many come at once.',
  error: 'Answers 500 and takes no message.',
  timeout: 'Takes the message and answers too late: nobody knows that it went out.',
  silent: 'Takes no message and answers too late.',
  malformed: 'Takes the message and answers with text that is not JSON.',
  misconfigured: 'Refuses every message, because the account is not set up to send.',
} as const;

export const mailBehaviours = {
  ...deliveryBehaviours,
  reject: 'Refuses the message for good: this address takes no mail.',
  bounce: 'Takes the message, and reports afterwards that the address does not exist.',
  complain: 'Takes the message, and reports afterwards that its recipient calls it spam.',
} as const;
export type MailBehaviour = keyof typeof mailBehaviours;

export const smsBehaviours = {
  ...deliveryBehaviours,
  reject: 'Refuses the message for good: this number does not want any.',
} as const;

/** What an address begins with, or a number ends with, to be treated so when no scenario says otherwise. */
export const addressMarks = { bounce: 'bounce', reject: 'reject', complain: 'complain' } as const;
export const rejectingNumber = '0000';

export function deliveryMark(channel: 'email' | 'sms', to: string): MailBehaviour {
  if (channel === 'sms') return to.endsWith(rejectingNumber) ? 'reject' : 'deliver';
  return Object.values(addressMarks).find((mark) => to.startsWith(mark)) ?? 'deliver';
}
