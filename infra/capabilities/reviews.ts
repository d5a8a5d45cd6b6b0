import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { DailySchedule } from '../constructs/daily-schedule.ts';
import { onIndex, onItems } from '../constructs/grants.ts';
import { RunbookAlarm } from '../constructs/runbook-alarm.ts';
import type { Slice } from '../slice.ts';

/** What was promised within business days is chased when they are over: applications, renewals, hits and orders. */
export function addReviewDeadlines(scope: Construct, { platform, data }: Slice): void {
  const { chaseReviewsJob } = new Capability(scope, 'ReviewDeadlines', {
    platform,
    source: 'functions/screening/chase-reviews',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName },
    exports: {
      chaseReviewsJob: {
        timeout: Duration.minutes(5),
        may: [
          onItems(data.transactions, ['BatchGetItem', 'PutItem'], ['EXAMINATION#*']),
          onIndex(data.transactions, 'byCreation', 'Query'),
          onIndex(data.transactions, 'openHolds', 'Query'),
        ],
      },
    },
  }).functions;
  new DailySchedule(scope, 'DailyReviewDeadlines', {
    platform,
    job: chaseReviewsJob,
    at: platform.stage.schedules.chaseReviews,
    section: 'a-daily-job-did-not-run',
  });
  new RunbookAlarm(scope, 'ReviewsOverdue', {
    topic: platform.alarmTopic,
    metric: new Metric({
      namespace: 'Tegata',
      metricName: 'ReviewsOverdue',
      dimensionsMap: { service: 'screening' },
      period: Duration.days(1),
      statistic: 'Maximum',
    }),
    says: 'Reviews were not decided within the business days that were promised.',
    section: 'reviews-are-overdue',
    threshold: 1,
  });
}
