import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));
const content = z.object({ Data: text, Charset: z.literal('UTF-8') });

/**
 * `POST /v2/email/outbound-emails` of Amazon SES (API v2, SendEmail) as far as we use it. What SES itself would refuse is refused
 * here: a header with a line break, more than one recipient in one address, a tag of other characters.
 */
export const WireEmail = z.strictObject({
  FromEmailAddress: text.check(z.regex(/^(?:"[^"\r\n]{1,64}" <)?[^\s<>@]+@[^\s<>@]+>?$/)),
  Destination: z.strictObject({
    ToAddresses: z
      .array(z.string().check(z.maxLength(254), z.regex(/^[^\s,;<>@]+@[^\s,;<>@]+\.[a-z]{2,}$/i)))
      .check(z.length(1)),
  }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: z.strictObject({ Data: text.check(z.regex(/^[^\p{Cc}]{1,200}$/u)), Charset: z.literal('UTF-8') }),
      Body: z.strictObject({ Text: content, Html: content }),
    }),
  }),
  EmailTags: z.array(z.strictObject({ Name: z.string(), Value: z.string().check(z.regex(/^[\w-]{1,256}$/)) })),
  ConfigurationSetName: z.optional(text),
});

/** `SendTextMessage` of AWS End User Messaging SMS (API v2) as far as we use it. */
export const WireTextMessage = z.strictObject({
  DestinationPhoneNumber: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/)),
  OriginationIdentity: text,
  MessageBody: text.check(z.maxLength(1600)),
  MessageType: z.literal('TRANSACTIONAL'),
  Context: z.record(z.string(), z.string()),
});

/** A message as the mailbox keeps it. */
export const CapturedMessage = z.object({
  id: z.string(),
  /** For whom it was sent, by what the product tells its providers of each message. */
  merchantId: z._default(z.string(), ''),
  channel: z.enum(['email', 'sms']),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  sentAt: z.string(),
});
export type CapturedMessage = z.infer<typeof CapturedMessage>;
