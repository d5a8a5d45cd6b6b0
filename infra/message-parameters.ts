import { Arn, ArnFormat, CfnParameter, type Stack } from 'aws-cdk-lib';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import type { MessageDelivery } from './capabilities/notifications.ts';
import { serviceOfOurs } from './constructs/grants.ts';
import { MailReports } from './constructs/mail-reports.ts';
import type { Stage } from './stage.ts';

/** Who may be written as belongs to the account that it is verified in: a deployment that is not told stops here. */
export function messageDelivery(stack: Stack, stage: Stage): MessageDelivery {
  const parameter = (id: string, description: string, allowedPattern: string): string =>
    new CfnParameter(stack, id, { description, allowedPattern }).valueAsString;
  const ofSes = (resource: string, resourceName: string): string =>
    Arn.format({ service: 'ses', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME }, stack);
  const { configurationSet, reports } = addConfigurationSet(stack, stage);
  const identity = parameter('MailIdentity', 'Domain or address verified in Amazon SES here', '[^ /]+\\.[a-z]+');
  const textArn = parameter(
    'TextOriginationArn',
    'ARN of the sender id, number or pool in AWS End User Messaging',
    'arn:[a-z-]+:sms-voice:[^ ]+',
  );
  return {
    senderName: parameter('SenderName', 'Name beside the sender address and at the end of letters', '[ -!#-~]{1,64}'),
    senderAddress: parameter('SenderAddress', 'Address of the mail identity that letters come from', '[^ @]+@[^ @]+'),
    senderContact: parameter('SenderContact', 'Address or page where recipients may ask back', '[^ ]{3,200}'),
    textOrigination: textArn,
    configurationSet,
    reports: reports.topic,
    identities: {
      mailArn: ofSes('identity', identity),
      configurationSetArn: ofSes('configuration-set', configurationSet),
      textArn,
    },
  };
}

/** Addresses that bounced or complained are kept by SES itself as well, and not tried again (suppression list of the account). */
function addConfigurationSet(stack: Stack, stage: Stage) {
  const reports = new MailReports(stack, 'MailReports', { stage, publisher: serviceOfOurs('ses.amazonaws.com') });
  const set = new ConfigurationSet(stack, 'MailOptions', { reputationMetrics: true });
  set.addEventDestination('Reports', {
    destination: EventDestination.snsTopic(reports.topic),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
  });
  return { configurationSet: set.configurationSetName, reports };
}
