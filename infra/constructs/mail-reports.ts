import { PolicyStatement, type ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

export interface MailReportsProps {
  readonly stage: Stage;
  /** A service that publishes in our name; absent where one of our own functions does. */
  readonly publisher?: ServicePrincipal;
}

/** Where Amazon SES tells what became of our mails. A report holds an address, so that it is encrypted with a key of its own. */
export class MailReports extends Construct {
  readonly topic: Topic;
  private readonly key: Key;

  constructor(scope: Construct, id: string, { stage, publisher }: MailReportsProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Encrypts reports on mails on their way to us',
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
    });
    this.topic = new Topic(this, 'Topic', { masterKey: this.key, enforceSSL: true });
    if (!publisher) return;
    this.key.grantEncryptDecrypt(publisher);
    this.topic.grantPublish(publisher);
  }

  /** What a role needs to publish here. */
  mayPublish(): readonly PolicyStatement[] {
    return [
      new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
      new PolicyStatement({ actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [this.key.keyArn] }),
    ];
  }
}
