import { Tags } from 'aws-cdk-lib';
import { bundle } from './bundle.ts';
import { checkedApp } from './checked-app.ts';
import type { Platform } from './platform.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { OperationsStack } from './stacks/operations.ts';
import { PaymentsStack } from './stacks/payments.ts';
import { SandboxStack } from './stacks/sandbox.ts';
import { stageOf } from './stage.ts';

const app = checkedApp();
const stage = stageOf(app.node.tryGetContext('stage'), app.node.tryGetContext('local'));
const operations = new OperationsStack(app, 'TegataOperations', { stage });
const platform: Platform = { stage, bundles: await bundle(), alarmTopic: operations.alarmTopic };
const data = new DataStack(app, 'TegataData', { stage });
const sandbox = stage.hasSandbox ? new SandboxStack(app, 'TegataSandbox', { platform, data }) : undefined;
const { frontDoor } = new ApiStack(app, 'TegataApi', { platform, data, sandbox });
new PaymentsStack(app, 'TegataPayments', { platform, data, frontDoor, sandbox });

// cfn-lint's schema of a dashboard knows no tags yet.
const tagged = { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] };
Tags.of(app).add('product', 'tegata', tagged);
Tags.of(app).add('stage', stage.name, tagged);
app.synth();
