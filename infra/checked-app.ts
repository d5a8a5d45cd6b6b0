import { App, Validations } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * An app that does not synthesize what CloudFormation would refuse (the CDK's own validator, with AWS's resource schemas) or
 * what the AwsSolutions pack finds fault with. A finding is acknowledged where it arises, with a reason, or it is mended.
 * The flags are set here and not in cdk.json, so that `node infra/app.ts` and `cdk synth` give the same assembly.
 */
export function checkedApp(outdir?: string): App {
  const app = new App({
    context: {
      ...CURRENTLY_RECOMMENDED_FLAGS,
      // Exports and imports: CloudFormation refuses to take a table or a topic away from a stack that still uses it.
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
      'aws:cdk:enable-path-metadata': true,
    },
    analyticsReporting: false,
    ...(outdir === undefined ? {} : { outdir }),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  return app;
}
