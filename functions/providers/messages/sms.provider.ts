import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { MessageProvider } from '../../notifications/message-provider.ts';
import { providerTimeoutMs, refusalOf } from './failure.ts';
import { refuseAsMessages } from './messages.refusals.ts';

export interface TextConnection {
  /** The sender id, number or pool that messages come from: its ARN, or its name. */
  readonly origination: string;
  /** Another address than the region's own. */
  readonly endpoint?: string | undefined;
  readonly timeoutMs?: number;
}

/** Reasons that are about the recipient; others are about our account, and pass when it is put right (API reference, ConflictException). */
const aboutRecipient =
  /^(?:DESTINATION_PHONE_NUMBER_OPTED_OUT|DESTINATION_PHONE_NUMBER_BLOCKED\w*|DESTINATION_COUNTRY_BLOCKED\w*)$/;

/** AWS End User Messaging SMS. */
export function smsProvider(connection: TextConnection): Pick<MessageProvider, 'sendText'> {
  const { origination, endpoint, timeoutMs = providerTimeoutMs } = connection;
  const client = new PinpointSMSVoiceV2Client({ maxAttempts: 1, ...(endpoint === undefined ? {} : { endpoint }) });
  return {
    sendText: async ({ to, text, messageId, merchantId }) => {
      const command = new SendTextMessageCommand({
        DestinationPhoneNumber: internationalNumber(to),
        OriginationIdentity: origination,
        MessageBody: text,
        MessageType: 'TRANSACTIONAL',
        Context: { message: messageId, merchant: merchantId },
      });
      const sent = await client
        .send(command, { abortSignal: AbortSignal.timeout(timeoutMs) })
        .catch((cause: unknown) => {
          throw refusalOf(
            'AWS End User Messaging',
            cause,
            ({ name, Reason }) => name === 'ValidationException' || aboutRecipient.test(String(Reason)),
          );
        });
      if (sent.MessageId) return sent.MessageId;
      throw refuseAsMessages('MessagesUnavailable', 'AWS End User Messaging answered without an id.');
    },
  };
}

/** A number of Japan in the form of E.164: 090-1234-5678 is +819012345678. */
export const internationalNumber = (phone: string): string => {
  const digits = phone.normalize('NFKC').replace(/[^\d+]/g, '');
  return digits.startsWith('+') ? digits.replace(/^\+810/, '+81') : `+81${digits.replace(/^0/, '')}`;
};
