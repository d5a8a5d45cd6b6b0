import type { CapturedMessage } from './mail.wire.ts';

/** The tags of a mail as SES reports them: a list of values by name. */
export type MailTags = Readonly<Record<string, readonly string[]>>;

/** What SES publishes of a mail that came back (SES developer guide, "Contents of event data"), as far as anybody reads it. */
export function reportOf(what: 'bounce' | 'complain', { id, to, sentAt }: CapturedMessage, tags: MailTags): unknown {
  const mail = { timestamp: sentAt, messageId: id, destination: [to], tags };
  if (what === 'complain') {
    const complainedRecipients = [{ emailAddress: to }];
    return { eventType: 'Complaint', complaint: { complainedRecipients, complaintFeedbackType: 'abuse' }, mail };
  }
  const bouncedRecipients = [{ emailAddress: to, action: 'failed', status: '5.1.1' }];
  return {
    eventType: 'Bounce',
    bounce: { bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients },
    mail,
  };
}
