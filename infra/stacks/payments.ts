import { CfnParameter, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addBuyers } from '../capabilities/buyers.ts';
import { addCredit, addFacilityReview } from '../capabilities/credit.ts';
import { addEvents } from '../capabilities/events.ts';
import { addBalances, addLedger, addVerification } from '../capabilities/ledger.ts';
import { addMerchants } from '../capabilities/merchants.ts';
import { addNotifications } from '../capabilities/notifications.ts';
import { addHoldExpiry, addOrderReviews, addOrders } from '../capabilities/orders.ts';
import { addRescreening } from '../capabilities/rescreening.ts';
import { addReviewDeadlines } from '../capabilities/reviews.ts';
import { addExaminations, addScreening, addScreeningStart } from '../capabilities/screening.ts';
import { addMemberFiles, addStorefront } from '../capabilities/storefront.ts';
import { addDriftDigest, addDrifts, addStorefrontOrders } from '../capabilities/storefront-orders.ts';
import { addWebhooks } from '../capabilities/webhooks.ts';
import type { FrontDoor } from '../constructs/front-door.ts';
import { messageDelivery } from '../message-parameters.ts';
import type { Platform } from '../platform.ts';
import type { DataStack } from './data.ts';
import type { SandboxStack } from './sandbox.ts';

export interface PaymentsStackProps {
  readonly platform: Platform;
  readonly data: DataStack;
  readonly frontDoor: FrontDoor;
  /** The counterparties' emulators, where the stage has them. */
  readonly sandbox: SandboxStack | undefined;
}

/** Deferred payment between companies: buyers, screening, orders, the ledger and the events of all of them. */
export class PaymentsStack extends Stack {
  constructor(scope: Construct, id: string, { platform, data, frontDoor, sandbox }: PaymentsStackProps) {
    super(scope, id, { description: `Tegata ${platform.stage.name}: the capabilities behind the API` });
    const slice = { platform, data, frontDoor };
    const bureauUrl = sandbox?.bureauUrl ?? this.bureauUrl();
    const screening = addScreening(this, slice, { bureauUrl });
    addExaminations(this, slice, { screening });
    addBuyers(this, slice);
    addStorefront(this, slice);
    addMemberFiles(this, slice);
    addScreeningStart(this, slice, { screening });
    addCredit(this, slice);
    addFacilityReview(this, slice);
    addRescreening(this, slice);
    const { capture } = addOrders(this, slice, { bureauUrl });
    addOrderReviews(this, slice);
    addReviewDeadlines(this, slice);
    addHoldExpiry(this, slice);
    addStorefrontOrders(this, slice, { capture });
    addDrifts(this, slice);
    addMerchants(this, slice);
    addLedger(this, slice);
    addBalances(this, slice);
    addVerification(this, slice);
    const events = addEvents(this, slice);
    addWebhooks(this, slice, events);
    addDriftDigest(this, slice, events);
    addNotifications(this, slice, {
      events: events.notifications,
      delivery: sandbox?.messages ?? messageDelivery(this, platform.stage),
    });
  }

  /** The real bureau's address belongs to a contract and not into the code: a deployment without it stops here. */
  private bureauUrl(): string {
    return new CfnParameter(this, 'BureauUrl', {
      description: 'Base URL of the credit bureau, without a slash at its end',
      allowedPattern: 'https://[^ ]+[^/]',
    }).valueAsString;
  }
}
