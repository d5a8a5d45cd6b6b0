import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { DailySchedule } from '../constructs/daily-schedule.ts';
import { onIndex, onItems, withKey } from '../constructs/grants.ts';
import type { Slice } from '../slice.ts';
import { guardsCompany, readsCompany } from './screening.ts';

/** What operators do with credit that is granted, and what there is to read of it. */
export function addCredit(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { creditHandler } = new Capability(scope, 'Credit', {
    platform,
    source: 'functions/credit/credit',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, DATA_KEY_ID: data.personalDataKey.keyId },
    exports: {
      creditHandler: {
        timeout: Duration.seconds(15),
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'], ['MERCHANT#*']),
          onItems(
            data.transactions,
            ['GetItem', 'BatchGetItem', 'PutItem'],
            ['LIMITCHANGE#*', 'EXAMINATION#*', 'OPERATOR'],
          ),
          onItems(data.transactions, ['GetItem', 'Query', 'PutItem'], ['BUYER#*']),
          readsCompany(data.transactions),
          guardsCompany(data.transactions),
          onIndex(data.transactions, 'byCreation', 'Query'),
          onIndex(data.transactions, 'openHolds', 'Query'), // a company's exposure adds up what open orders hold
          withKey(data.personalDataKey, 'Decrypt'), // a simulation of an examination opens its list match
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'CreditRoutes',
    creditHandler,
    'POST /v1/buyers/{buyerId}/suspensions',
    'POST /v1/buyers/{buyerId}/reinstatements',
    'POST /v1/buyers/{buyerId}/credit/renewals',
    'POST /v1/buyers/{buyerId}/limit-changes',
    'GET /v1/buyers/{buyerId}/credit/history',
    'GET /v1/limit-changes',
    'GET /v1/limit-changes/{limitChangeId}',
    'POST /v1/limit-changes/{limitChangeId}/decision',
    'GET /v1/credit-relations/{buyerId}',
    'GET /v1/companies',
    'GET /v1/companies/{companyId}',
    'GET /v1/credit-policies',
    'GET /v1/credit-policies/{policy}',
    'POST /v1/credit-policies/{policy}',
  );
}

/** Facilities are examined for another year before they end, and end on their last day. */
export function addFacilityReview(scope: Construct, { platform, data }: Slice): void {
  const { reviewFacilitiesJob } = new Capability(scope, 'Facilities', {
    platform,
    source: 'functions/credit/facilities',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName },
    exports: {
      reviewFacilitiesJob: {
        timeout: Duration.minutes(15),
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'], ['MERCHANT#*']),
          onItems(data.transactions, ['PutItem'], ['EXAMINATION#*', 'BUYER#*']),
          onItems(data.transactions, ['GetItem', 'PutItem'], ['CREDITPOLICY']), // which version all accounts have
          onIndex(data.transactions, 'byCreation', 'Query'),
          onIndex(data.transactions, 'openHolds', 'Query'), // whether a relation can be closed
        ],
      },
    },
  }).functions;
  new DailySchedule(scope, 'DailyFacilityReview', {
    platform,
    job: reviewFacilitiesJob,
    at: platform.stage.schedules.reviewFacilities,
    section: 'a-daily-job-did-not-run',
  });
}
