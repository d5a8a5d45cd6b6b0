import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, CustomResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { MessageDelivery } from '../capabilities/notifications.ts';
import { Capability } from '../constructs/capability.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import { onItems, readsSecret } from '../constructs/grants.ts';
import { MailReports } from '../constructs/mail-reports.ts';
import { ProductTable } from '../constructs/product-table.ts';
import type { Platform } from '../platform.ts';
import type { DataStack } from './data.ts';

/** Known to everybody and good for nothing but a sandbox (API.md section 1; functions/sandbox/merchants.ts seeds them). */
export const sandboxKeys = {
  operator: 'sk_test_operator',
  operator2: 'sk_test_operator2',
  demo: 'sk_test_demo',
  other: 'sk_test_other',
} as const;

export interface SandboxStackProps {
  readonly platform: Platform;
  readonly data: DataStack;
}

/** The counterparties as emulators, the test routes and the public keys: a stack that production does not have. */
export class SandboxStack extends Stack {
  readonly bureauUrl: string;
  readonly messages: MessageDelivery;
  private readonly platform: Platform;
  private readonly table: ProductTable;
  /** The other side of the wire: what a counterparty offers, on a front door of its own. */
  private readonly counterparties: FrontDoor;

  constructor(scope: Construct, id: string, { platform, data }: SandboxStackProps) {
    super(scope, id, { description: 'Tegata sandbox: emulators of the counterparties and test routes' });
    this.platform = platform;
    this.table = new ProductTable(this, 'Sandbox', {
      stage: platform.stage,
      key: data.tableKey,
      timeToLiveAttribute: 'expiresAt',
    });
    this.counterparties = new FrontDoor(this, 'SandboxApi', {
      platform,
      apiName: 'tegata-sandbox-counterparties',
      access: { openBecause: 'It stands for systems of others, and asks for their keys itself as they do.' },
    });
    this.bureauUrl = Fn.join('', [this.counterparties.url, '/bureau/v1']);
    this.addBureau(data);
    this.messages = this.addMail();
    this.seedMerchants(data);
    this.describeKeys();
  }

  /** The routes that only a sandbox's own API has: its clock, and what its counterparties shall do next. */
  addTestRoutes(frontDoor: FrontDoor): void {
    const { platform, table } = this;
    const { clockHandler } = new Capability(this, 'Clock', {
      platform,
      source: 'functions/sandbox/clock',
      // A year of days takes longer than any other request; where time is real it is refused at once.
      exports: { clockHandler: { timeout: Duration.minutes(15) } },
    }).functions;
    frontDoor.addRoutes('Clock', clockHandler, 'GET /v1/test/clock', 'POST /v1/test/clock/advance');
    const { scenariosHandler } = new Capability(this, 'Scenarios', {
      platform,
      source: 'functions/sandbox/scenarios',
      environment: { SANDBOX_TABLE: table.tableName },
      exports: {
        scenariosHandler: {
          timeout: Duration.seconds(15),
          may: [onItems(table, ['Query', 'PutItem'], ['SCENARIO#*'])],
        },
      },
    }).functions;
    frontDoor.addRoutes('Scenarios', scenariosHandler, 'GET /v1/test/scenarios', 'POST /v1/test/scenarios');
    const { mailboxHandler } = new Capability(this, 'Mailbox', {
      platform,
      source: 'functions/sandbox/mailbox',
      environment: { SANDBOX_TABLE: table.tableName },
      exports: {
        mailboxHandler: { timeout: Duration.seconds(15), may: [onItems(table, ['Query'], ['MAILBOX', 'MAILBOX#*'])] },
      },
    }).functions;
    frontDoor.addRoutes('Mailbox', mailboxHandler, 'GET /v1/test/messages');
  }

  /** Amazon SES and AWS End User Messaging, which take every message and deliver none. */
  private addMail(): MessageDelivery {
    const reports = new MailReports(this, 'MailReports', { stage: this.platform.stage });
    const { mailHandler } = new Capability(this, 'Mail', {
      platform: this.platform,
      source: 'functions/sandbox/mail',
      environment: { SANDBOX_TABLE: this.table.tableName, MAIL_REPORTS_TOPIC_ARN: reports.topic.topicArn },
      exports: {
        mailHandler: {
          timeout: Duration.seconds(29), // some of its behaviours are to be slow
          may: [
            onItems(this.table, ['PutItem'], ['MAILBOX', 'MAILBOX#*']),
            onItems(this.table, ['Query', 'UpdateItem'], ['SCENARIO#mail', 'SCENARIO#sms']),
            ...reports.mayPublish(),
          ],
        },
      },
    }).functions;
    this.counterparties.addRoutes('MailRoutes', mailHandler, 'POST /ses/v2/email/outbound-emails', 'POST /');
    return {
      senderName: 'Tegata Sandbox',
      senderAddress: 'notice@tegata.example',
      senderContact: 'support@tegata.example',
      textOrigination: 'TEGATA',
      configurationSet: 'tegata-sandbox',
      reports: reports.topic,
      endpoints: { mail: Fn.join('', [this.counterparties.url, '/ses']), text: this.counterparties.url },
    };
  }

  private addBureau(data: DataStack): void {
    const { bureauHandler } = new Capability(this, 'Bureau', {
      platform: this.platform,
      source: 'functions/sandbox/bureau',
      environment: { SANDBOX_TABLE: this.table.tableName, BUREAU_SECRET_ID: data.bureauKey.secretArn },
      exports: {
        bureauHandler: {
          timeout: Duration.seconds(29), // some of its behaviours are to be slow
          may: [
            onItems(this.table, ['GetItem', 'PutItem'], ['BUREAU#*']),
            onItems(this.table, ['Query', 'UpdateItem'], ['SCENARIO#bureau']),
            ...readsSecret(data.bureauKey),
          ],
        },
      },
    }).functions;
    this.counterparties.addRoutes(
      'BureauRoutes',
      bureauHandler,
      'POST /bureau/v1/reports',
      'GET /bureau/v1/reports/{inquiryId}',
      'POST /bureau/v1/order-checks',
      'GET /bureau/v1/order-checks/{checkId}',
    );
  }

  private seedMerchants(data: DataStack): void {
    const source = 'functions/sandbox/merchants';
    const { seedMerchantsJob } = new Capability(this, 'Merchants', {
      platform: this.platform,
      source,
      environment: { TRANSACTIONS_TABLE: data.transactions.tableName },
      exports: {
        seedMerchantsJob: {
          timeout: Duration.minutes(1),
          may: [
            onItems(data.transactions, ['PutItem'], ['MERCHANT#*', 'CONNECTION#*', 'APIKEY#*', 'OPERATORKEY#*']),
            // What was taken from a merchant or a key is not given back by a release.
            onItems(data.transactions, ['GetItem'], ['MERCHANT#*', 'APIKEY#*', 'OPERATORKEY#*']),
          ],
        },
      },
    }).functions;
    const code = readFileSync(join(this.platform.bundles.folderOf(source), 'index.mjs'));
    new CustomResource(this, 'SeedMerchants', {
      serviceToken: seedMerchantsJob.functionArn,
      // CloudFormation asks again when a property has changed: with every change of the seed.
      properties: { version: createHash('sha256').update(code).digest('hex').slice(0, 16) },
    });
  }

  private describeKeys(): void {
    new CfnOutput(this, 'OperatorKey', { description: 'Key of the operator', value: sandboxKeys.operator });
    const second = 'Key of the second operator, for what two have to decide';
    new CfnOutput(this, 'SecondOperatorKey', { description: second, value: sandboxKeys.operator2 });
    new CfnOutput(this, 'DemoKey', { description: 'Key of the merchant Demo Shop', value: sandboxKeys.demo });
    new CfnOutput(this, 'OtherKey', { description: 'Key of the merchant Other Shop', value: sandboxKeys.other });
  }
}
