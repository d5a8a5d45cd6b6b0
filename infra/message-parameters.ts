import { Arn, ArnFormat, CfnParameter, type Stack } from 'aws-cdk-lib';
import type { MessageDelivery } from './capabilities/notifications.ts';

/** Who may be written as belongs to the account that it is verified in: a deployment that is not told stops here. */
export function messageDelivery(stack: Stack): MessageDelivery {
  const parameter = (id: string, description: string, allowedPattern: string): string =>
    new CfnParameter(stack, id, { description, allowedPattern }).valueAsString;
  const identity = parameter(
    'MailIdentity',
    'Domain or address that is verified in Amazon SES in this region',
    '[^ /]+\\.[a-z]+',
  );
  const textArn = parameter(
    'TextOriginationArn',
    'ARN of the sender id, number or pool in AWS End User Messaging',
    'arn:[a-z-]+:sms-voice:[^ ]+',
  );
  return {
    senderName: parameter(
      'SenderName',
      'Name beside the sender address and at the end of every letter',
      '[ -!#-~]{1,64}',
    ),
    senderAddress: parameter('SenderAddress', 'Address of the mail identity that letters come from', '[^ @]+@[^ @]+'),
    senderContact: parameter('SenderContact', 'Address or page where recipients may ask back', '[^ ]{3,200}'),
    textOrigination: textArn,
    identities: {
      mailArn: Arn.format(
        { service: 'ses', resource: 'identity', resourceName: identity, arnFormat: ArnFormat.SLASH_RESOURCE_NAME },
        stack,
      ),
      textArn,
    },
  };
}
