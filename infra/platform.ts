import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Bundles } from './bundle.ts';
import type { Stage } from './stage.ts';

/** What every stack is given: which deployment this is, the bundled code, and where alarms go. */
export interface Platform {
  readonly stage: Stage;
  readonly bundles: Bundles;
  readonly alarmTopic: ITopic;
}
