import { Duration, Validations } from 'aws-cdk-lib';
import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

export interface FunctionSettings {
  readonly timeout: Duration;
  readonly memoryMb?: number;
  /** All that its role may do beside writing its own log and traces. */
  readonly may?: readonly PolicyStatement[];
}

export interface CapabilityProps<Export extends string> {
  readonly platform: Platform;
  /** The file without its suffix: `functions/orders/orders` for `functions/orders/orders.lambda.ts`. */
  readonly source: string;
  readonly exports: Readonly<Record<Export, FunctionSettings>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * One `*.lambda.ts`: one asset, and for each of its exports one function with its own role and its own log group, so that a
 * step may do what that step does and nothing of what its neighbours do.
 */
export class Capability<Export extends string> extends Construct {
  readonly functions: Readonly<Record<Export, LambdaFunction>>;

  constructor(scope: Construct, id: string, props: CapabilityProps<Export>) {
    super(scope, id);
    const names = Object.keys(props.exports) as Export[];
    const code = Code.fromAsset(props.platform.bundles.folderOf(props.source));
    this.functions = Object.fromEntries(
      names.map((name) => [name, this.addFunction(name, code, props.exports[name], props)]),
    ) as Record<Export, LambdaFunction>;
  }

  private addFunction(name: Export, code: Code, settings: FunctionSettings, props: CapabilityProps<Export>) {
    const { stage } = props.platform;
    const scope = new Construct(this, pascalCase(name));
    const logGroup = new LogGroup(scope, 'Log', { retention: stage.logRetention, removalPolicy: stage.removalPolicy });
    const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    const handler = new LambdaFunction(scope, 'Function', {
      role,
      description: `${name} of ${props.source}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code,
      handler: `index.${name}`,
      timeout: settings.timeout,
      memorySize: settings.memoryMb ?? 512,
      tracing: Tracing.ACTIVE,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[stage.logLevel],
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: {
        STAGE: stage.name,
        POWERTOOLS_SERVICE_NAME: serviceOf(props.source),
        POWERTOOLS_METRICS_NAMESPACE: 'Tegata',
        POWERTOOLS_LOG_LEVEL: stage.logLevel,
        ...props.environment,
      },
    });
    for (const statement of settings.may ?? []) role.addToPolicy(statement);
    Validations.of(role).acknowledge(tracingHasNoResources);
    new RunbookAlarm(scope, 'Fails', {
      topic: props.platform.alarmTopic,
      metric: name.endsWith('Step') ? brokenSteps(scope, handler, logGroup) : brokenCalls(handler),
      says: `${name} breaks or is throttled.`,
      section: 'a-function-fails',
      threshold: 1,
      periods: 2,
    });
    return handler;
  }
}

const oneMinute = { period: Duration.minutes(1), statistic: 'Sum' } as const;

const brokenCalls = (handler: LambdaFunction) =>
  new MathExpression({
    expression: 'errors + throttles',
    label: 'broken or throttled calls',
    period: Duration.minutes(1),
    usingMetrics: { errors: handler.metricErrors(oneMinute), throttles: handler.metricThrottles(oneMinute) },
  });

/**
 * A step throws its refusals so that the machine can catch them by name, and Lambda counts a thrown refusal as an error like
 * any other. What is wrong is what the step logs as an error (functions/shared/step.ts).
 */
function brokenSteps(scope: Construct, handler: LambdaFunction, logGroup: LogGroup): MathExpression {
  const broken: Metric = new MetricFilter(scope, 'Broken', {
    logGroup,
    filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR'),
    metricNamespace: 'Tegata/Steps',
    metricName: `${scope.node.path.replaceAll('/', '-')}-broken`,
  }).metric(oneMinute);
  return new MathExpression({
    expression: 'FILL(broken, 0) + throttles',
    label: 'broken or throttled steps',
    period: Duration.minutes(1),
    usingMetrics: { broken, throttles: handler.metricThrottles(oneMinute) },
  });
}

const tracingHasNoResources = {
  id: 'AwsSolutions-IAM5[Resource::*]',
  reason: 'X-Ray has no resources to name; a synth test holds that nothing else is granted on all resources.',
};

const serviceOf = (source: string): string => source.split('/').at(-2) ?? source;

const pascalCase = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
