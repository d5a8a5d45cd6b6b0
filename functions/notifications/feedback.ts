import * as z from 'zod/mini';
import { type Clock, instant } from '../shared/clock.ts';
import { bouncedBecause, type Message } from './message.ts';

/**
 * What SES reports of a mail after it took it (SES developer guide, "Examples of event data that Amazon SES publishes to Amazon
 * SNS"). Which mail it was we know by our own tags; whose address it was is in it too, and is not read.
 */
export const MailReport = z.object({
  eventType: z.string(),
  bounce: z.optional(z.object({ bounceType: z.string(), bounceSubType: z.string() })),
  mail: z.object({
    tags: z.object({
      message: z.array(z.string()).check(z.length(1)),
      merchant: z.array(z.string()).check(z.length(1)),
    }),
  }),
});
export type MailReport = z.infer<typeof MailReport>;

export interface FeedbackPorts {
  readonly clock: Clock;
  readonly messages: {
    find(merchantId: string, messageId: string): Promise<Message | undefined>;
    /** False when another process has written the message since it was read. */
    save(message: Message): Promise<boolean>;
  };
}

/** Why the address takes no more of our mail, by the report; undefined when it may yet take it, or has. */
function lostBecause({ eventType, bounce }: MailReport): string | undefined {
  if (eventType === 'Complaint') return 'Complaint';
  // A transient bounce (mailbox full, out of office) is SES's to try again, and reported again when it gives up.
  return bounce?.bounceType === 'Permanent' ? `Bounce${bounce.bounceSubType}` : undefined;
}

/** A report may be here before the sender has kept that the mail was taken; then it is read again. */
const triesMax = 3;

/** Keeps that a message came back. A report that comes twice changes nothing the second time. */
export async function recordFeedback({ clock, messages }: FeedbackPorts, report: MailReport): Promise<void> {
  const reason = lostBecause(report);
  if (reason === undefined) return;
  const { merchant, message } = report.mail.tags;
  const [merchantId = '', messageId = ''] = [merchant[0], message[0]];
  for (let tries = 0; tries < triesMax; tries++) {
    const found = await messages.find(merchantId, messageId);
    if (!found) throw new Error(`SES reports of ${messageId}, which there is not`);
    if (found.state === 'bounced') return;
    if (await messages.save(bouncedBecause(found, reason, instant(clock)))) return;
  }
  throw new Error(`${messageId} is being changed by another process`);
}
