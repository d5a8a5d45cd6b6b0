import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import type { TimeOfDay } from '../stage.ts';
import { serviceOfOurs } from './grants.ts';
import { deadLetterQueue } from './queue-with-dead-letters.ts';

export interface DailyScheduleProps {
  readonly platform: Platform;
  readonly job: IFunction;
  readonly at: TimeOfDay;
  readonly section: string;
}

/** Runs a job once a day by the wall clock of Japan, whose days the business is counted in. */
export class DailySchedule extends Construct {
  constructor(scope: Construct, id: string, props: DailyScheduleProps) {
    super(scope, id);
    const deadLetters = deadLetterQueue(this, 'DeadLetters', props.platform, props.section);
    const role = new Role(this, 'Role', { assumedBy: serviceOfOurs('scheduler.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.job.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    const schedule = new CfnSchedule(this, 'Schedule', {
      scheduleExpression: `cron(${props.at.minute} ${props.at.hour} * * ? *)`,
      scheduleExpressionTimezone: 'Asia/Tokyo',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: props.job.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: Duration.hours(6).toSeconds() },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    schedule.node.addDependency(role); // Scheduler tries the role when the schedule is made
  }
}
