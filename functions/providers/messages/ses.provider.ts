import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Email, MessageProvider } from '../../notifications/message-provider.ts';
import { providerTimeoutMs, refusalOf } from './failure.ts';
import { refuseAsMessages } from './messages.refusals.ts';

export interface MailConnection {
  /** The address that mails come from, of an identity that SES has verified. */
  readonly from: string;
  /** The name beside it. */
  readonly fromName: string;
  /** Where SES reports bounces and complaints; absent where nobody listens. */
  readonly configurationSet?: string | undefined;
  /** Another address than the region's own. */
  readonly endpoint?: string | undefined;
  readonly timeoutMs?: number;
}

/** What SES will say again to the same message, however often it is asked (SES API v2, SendEmail, Errors). */
const refusedForGood = new Set(['BadRequestException', 'MessageRejected']);

/** Amazon SES, API v2. */
export function sesProvider(connection: MailConnection): Pick<MessageProvider, 'sendEmail'> {
  const { endpoint, timeoutMs = providerTimeoutMs } = connection;
  // The queue tries again, with its own patience and its own record of it; the SDK must not do so unseen.
  const client = new SESv2Client({ maxAttempts: 1, ...(endpoint === undefined ? {} : { endpoint }) });
  return {
    sendEmail: async (email) => {
      const command = new SendEmailCommand(mailInput(connection, email));
      const sent = await client
        .send(command, { abortSignal: AbortSignal.timeout(timeoutMs) })
        .catch((cause: unknown) => {
          throw refusalOf('Amazon SES', cause, ({ name }) => refusedForGood.has(name));
        });
      if (sent.MessageId) return sent.MessageId;
      throw refuseAsMessages('MessagesUnavailable', 'Amazon SES answered without an id.');
    },
  };
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

const mailInput = ({ from, fromName, configurationSet }: MailConnection, email: Email) => ({
  FromEmailAddress: `"${fromName}" <${from}>`,
  Destination: { ToAddresses: [email.to] },
  Content: { Simple: { Subject: utf8(email.subject), Body: { Text: utf8(email.text), Html: utf8(email.html) } } },
  EmailTags: [
    { Name: 'message', Value: email.messageId },
    { Name: 'merchant', Value: email.merchantId },
  ],
  ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
});
