import { CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { addDashboard } from '../constructs/dashboard.ts';
import type { Stage } from '../stage.ts';

/** Where people look and are called from: the topic that every alarm goes to, and the dashboard. */
export class OperationsStack extends Stack {
  readonly alarmTopic: Topic;

  constructor(scope: Construct, id: string, { stage }: { readonly stage: Stage }) {
    super(scope, id, { description: `Tegata ${stage.name}: alarms and dashboard` });
    const key = new Key(this, 'AlarmKey', {
      description: 'Encrypts alarms on their way to the people on duty',
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
    });
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    this.alarmTopic = new Topic(this, 'Alarms', { masterKey: key, enforceSSL: true });
    // A topic with a policy has only this policy: alarms of the account must be let in by name.
    this.alarmTopic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.alarmTopic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    addDashboard(this);
    new CfnOutput(this, 'AlarmTopic', {
      description: 'Subscribe the people on duty to this topic',
      value: this.alarmTopic.topicArn,
    });
  }
}
