import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface RunbookAlarmProps {
  readonly topic: ITopic;
  readonly metric: IMetric;
  /** What has happened, in one sentence, for the person whom this alarm wakes. */
  readonly says: string;
  /** The section of docs/runbook.md that says what to do; a synth test holds that it is there. */
  readonly section: string;
  readonly threshold: number;
  /** How many periods in a row: more than one where a single bad one mends itself. */
  readonly periods?: number;
}

/** An alarm without a page that tells what to do is noise, so there is no other way to make one. */
export class RunbookAlarm extends Construct {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id);
    const action = new SnsAction(props.topic);
    const alarm = new Alarm(this, 'Alarm', {
      metric: props.metric,
      alarmDescription: `${props.says} RunBook: docs/runbook.md#${props.section}`,
      threshold: props.threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
