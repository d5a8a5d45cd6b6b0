import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addApi } from '../capabilities/api.ts';
import { addAuthorizer } from '../capabilities/merchants.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import type { Platform } from '../platform.ts';
import type { DataStack } from './data.ts';
import { type SandboxStack, sandboxKeys } from './sandbox.ts';

export interface ApiStackProps {
  readonly platform: Platform;
  readonly data: DataStack;
  /** The counterparties' emulators, where the stage has them. */
  readonly sandbox: SandboxStack | undefined;
}

/**
 * The front door with every route. The functions behind it are in the stacks of their capabilities, which keeps each stack well
 * below the 500 resources that CloudFormation takes.
 */
export class ApiStack extends Stack {
  readonly frontDoor: FrontDoor;

  constructor(scope: Construct, id: string, { platform, data, sandbox }: ApiStackProps) {
    super(scope, id, { description: `Tegata ${platform.stage.name}: the API's front door` });
    const frontDoor = new FrontDoor(this, 'FrontDoor', {
      platform,
      apiName: `tegata-${platform.stage.name}`,
      access: { authorizer: addAuthorizer(this, { platform, data }) },
    });
    this.frontDoor = frontDoor;
    addApi(this, { platform, data, frontDoor });
    new CfnOutput(this, 'ApiUrl', { description: 'Front door', value: frontDoor.url });
    new CfnOutput(this, 'DocsUrl', { description: 'Reference of the API', value: `${frontDoor.url}/docs` });
    if (!sandbox) return;
    sandbox.addTestRoutes(frontDoor);
    new CfnOutput(this, 'TryIt', { description: 'Register a buyer and have it screened', value: tryIt(frontDoor.url) });
  }
}

/** One command that does something worth seeing, for the first minute with a sandbox. */
const tryIt = (url: string): string =>
  [
    `curl -sS ${url}/v1/buyers`,
    `-H 'authorization: Bearer ${sandboxKeys.demo}'`,
    `-H 'content-type: application/json'`,
    `-H 'idempotency-key: first-buyer'`,
    `-d '${JSON.stringify(firstBuyer)}'`,
  ].join(' ');

const firstBuyer = {
  reference: 'first-buyer',
  apply: true,
  company: {
    name: '株式会社青空商店',
    nameKana: 'カブシキガイシャアオゾラショウテン',
    postalCode: '1000001',
    prefecture: '東京都',
    address1: '千代田区千代田',
    address2: '1-1',
  },
  representative: { familyName: '青空', givenName: '花子', familyNameKana: 'アオゾラ', givenNameKana: 'ハナコ' },
  contact: {
    familyName: '青空',
    givenName: '花子',
    familyNameKana: 'アオゾラ',
    givenNameKana: 'ハナコ',
    email: 'hanako@example.jp',
    phone: '0312345678',
  },
};
