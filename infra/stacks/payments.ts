import { CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addApi } from '../capabilities/api.ts';
import { addBuyers } from '../capabilities/buyers.ts';
import { addEvents } from '../capabilities/events.ts';
import { addBalances, addLedger, addVerification } from '../capabilities/ledger.ts';
import { addAuthorizer } from '../capabilities/merchants.ts';
import { addHoldExpiry, addOrders } from '../capabilities/orders.ts';
import { addExaminations, addScreening, addScreeningStart } from '../capabilities/screening.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import type { Platform } from '../platform.ts';
import type { DataStack } from './data.ts';
import { type SandboxStack, sandboxKeys } from './sandbox.ts';

export interface PaymentsStackProps {
  readonly platform: Platform;
  readonly data: DataStack;
  /** The counterparties' emulators, where the stage has them. */
  readonly sandbox: SandboxStack | undefined;
}

/** Deferred payment between companies: buyers, screening, orders, the ledger and the events of all of them. */
export class PaymentsStack extends Stack {
  constructor(scope: Construct, id: string, { platform, data, sandbox }: PaymentsStackProps) {
    super(scope, id, { description: `Tegata ${platform.stage.name}: the API and its capabilities` });
    const frontDoor = new FrontDoor(this, 'FrontDoor', {
      platform,
      apiName: `tegata-${platform.stage.name}`,
      access: { authorizer: addAuthorizer(this, { platform, data }) },
    });
    const slice = { platform, data, frontDoor };
    addApi(this, slice);
    const screening = addScreening(this, slice, { bureauUrl: sandbox?.bureauUrl ?? this.bureauUrl() });
    addExaminations(this, slice, { screening });
    addBuyers(this, slice);
    addScreeningStart(this, slice, { screening });
    addOrders(this, slice);
    addHoldExpiry(this, slice);
    addLedger(this, slice);
    addBalances(this, slice);
    addVerification(this, slice);
    addEvents(this, slice);
    new CfnOutput(this, 'ApiUrl', { description: 'Front door', value: frontDoor.url });
    new CfnOutput(this, 'DocsUrl', { description: 'Reference of the API', value: `${frontDoor.url}/docs` });
    if (!sandbox) return;
    sandbox.addTestRoutes(frontDoor);
    new CfnOutput(this, 'TryIt', { description: 'Register a buyer and have it screened', value: tryIt(frontDoor.url) });
  }

  /** The real bureau's address belongs to a contract and not into the code: a deployment without it stops here. */
  private bureauUrl(): string {
    return new CfnParameter(this, 'BureauUrl', {
      description: 'Base URL of the credit bureau, without a slash at its end',
      allowedPattern: 'https://[^ ]+[^/]',
    }).valueAsString;
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
