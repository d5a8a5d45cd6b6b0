import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onIndex, onItems, withKey } from '../constructs/grants.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts';
import type { Slice } from '../slice.ts';

/** Who writes to people, and by which way. */
export interface MessageDelivery {
  readonly senderName: string;
  readonly senderAddress: string;
  /** Where people may ask back. */
  readonly senderContact: string;
  /** Sender id, number or pool of the text messages. */
  readonly textOrigination: string;
  /** Emulators, where the stage has them; otherwise the region's own services, and what they let us send as. */
  readonly endpoints?: { readonly mail: string; readonly text: string } | undefined;
  readonly identities?:
    | { readonly mailArn: string; readonly configurationSetArn: string; readonly textArn: string }
    | undefined;
  /** The set of options under which SES reports on our mails to this topic. */
  readonly configurationSet: string;
  readonly reports: ITopic;
}

const ofMerchants = ['MERCHANT#*'];

/** People are written to about events, once each; a merchant sees what was sent for it. */
export function addNotifications(
  scope: Construct,
  slice: Slice,
  { events, delivery }: { readonly events: Queue; readonly delivery: MessageDelivery },
): void {
  const { platform, data, frontDoor } = slice;
  const { sendMessagesJob, recordFeedbackJob } = new Capability(scope, 'Notifications', {
    platform,
    source: 'functions/notifications/notifications',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      DATA_KEY_ID: data.personalDataKey.keyId,
      MAC_KEY_ID: data.macKey.keyId,
      ...deliveryVariables(delivery),
    },
    exports: {
      sendMessagesJob: {
        timeout: Duration.seconds(30),
        may: [
          onItems(data.transactions, ['GetItem', 'PutItem'], ofMerchants),
          withKey(data.personalDataKey, 'GenerateDataKey', 'Decrypt'),
          withKey(data.macKey, 'GenerateMac'),
          ...maySend(delivery),
        ],
      },
      recordFeedbackJob: {
        timeout: Duration.seconds(30),
        may: [onItems(data.transactions, ['GetItem', 'PutItem'], ofMerchants)],
      },
    },
  }).functions;
  const { queue: reports } = new QueueWithDeadLetters(scope, 'MailReportsQueue', {
    platform,
    visibilityTimeout: Duration.seconds(180),
    section: 'reports-on-mails-are-late',
  });
  delivery.reports.addSubscription(new SqsSubscription(reports, { rawMessageDelivery: true }));
  new QueueConsumer(scope, 'RecordsFeedback', { queue: reports, consumer: recordFeedbackJob, batchSize: 10 });
  // One event at a time: three messages to a provider that does not answer take half of the function's time.
  new QueueConsumer(scope, 'SendsMessages', { queue: events, consumer: sendMessagesJob, batchSize: 1 });
  const { messagesHandler } = new Capability(scope, 'Messages', {
    platform,
    source: 'functions/notifications/messages',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName },
    exports: {
      messagesHandler: {
        timeout: Duration.seconds(15),
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'PutItem'], ofMerchants),
          onIndex(data.transactions, 'byCreation', 'Query'),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'MessagesRoutes',
    messagesHandler,
    'GET /v1/messages',
    'GET /v1/notification-settings',
    'PATCH /v1/notification-settings',
  );
}

const deliveryVariables = (delivery: MessageDelivery): Record<string, string> => ({
  SENDER_NAME: delivery.senderName,
  SENDER_ADDRESS: delivery.senderAddress,
  SENDER_CONTACT: delivery.senderContact,
  SMS_ORIGINATION: delivery.textOrigination,
  MAIL_CONFIGURATION_SET: delivery.configurationSet,
  ...(delivery.endpoints ? { MAIL_ENDPOINT: delivery.endpoints.mail, SMS_ENDPOINT: delivery.endpoints.text } : {}),
});

/** As our own sender and as nobody else. */
const maySend = ({ identities }: MessageDelivery): readonly PolicyStatement[] =>
  identities
    ? [
        new PolicyStatement({
          actions: ['ses:SendEmail'],
          resources: [identities.mailArn, identities.configurationSetArn],
        }),
        new PolicyStatement({ actions: ['sms-voice:SendTextMessage'], resources: [identities.textArn] }),
      ]
    : [];
