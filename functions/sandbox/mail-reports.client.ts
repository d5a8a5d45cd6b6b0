import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { lazy } from '../shared/lazy.ts';

const sharedClient = lazy(() => new SNSClient());

/** The topic to which SES publishes its reports. */
export const mailReports = (topicArn: string, client: SNSClient = sharedClient()) => ({
  publish: async (report: unknown): Promise<void> => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(report) }));
  },
});
