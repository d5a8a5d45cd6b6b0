import { App, Tags, Validations } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundle } from './bundle.ts';
import type { Platform } from './platform.ts';
import { DataStack } from './stacks/data.ts';
import { OperationsStack } from './stacks/operations.ts';
import { PaymentsStack } from './stacks/payments.ts';
import { SandboxStack } from './stacks/sandbox.ts';
import { stageOf } from './stage.ts';

// The flags are set here and not in cdk.json, so that `node infra/app.ts` and `cdk synth` give the same assembly.
const app = new App({
  context: { ...CURRENTLY_RECOMMENDED_FLAGS, 'aws:cdk:enable-path-metadata': true },
  analyticsReporting: false,
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));

const stage = stageOf(app.node.tryGetContext('stage'));
const operations = new OperationsStack(app, 'TegataOperations', { stage });
const platform: Platform = { stage, bundles: await bundle(), alarmTopic: operations.alarmTopic };
const data = new DataStack(app, 'TegataData', { stage });
const sandbox = stage.hasSandbox ? new SandboxStack(app, 'TegataSandbox', { platform, data }) : undefined;
new PaymentsStack(app, 'TegataPayments', { platform, data, sandbox });

Tags.of(app).add('product', 'tegata');
Tags.of(app).add('stage', stage.name);
app.synth();
