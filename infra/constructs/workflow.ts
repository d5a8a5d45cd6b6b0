import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Validations } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { serviceOfOurs } from './grants.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

const folder = join(import.meta.dirname, '../../statemachines');

export interface WorkflowProps {
  readonly platform: Platform;
  /** The name of a file in statemachines/, without `.asl.json`. */
  readonly definition: string;
  /** Express answers its caller and is billed by time; Standard waits for people and is billed by transition. */
  readonly type: 'express' | 'standard';
  /** What the definition's `${placeholders}` stand for: exactly those, no more and no fewer. */
  readonly steps: Readonly<Record<string, IFunction>>;
}

/** A state machine whose definition goes into the template as it lies in statemachines/. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { stage } = props.platform;
    const definition = readFileSync(join(folder, `${props.definition}.asl.json`), 'utf8');
    assertSteps(props.definition, definition, Object.keys(props.steps));
    const isExpress = props.type === 'express';
    const role = new Role(this, 'Role', { assumedBy: serviceOfOurs('states.amazonaws.com') });
    const functionArns = Object.values(props.steps).map((step) => step.functionArn);
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: functionArns }));
    Validations.of(role).acknowledge(noResourcesToName);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      role,
      stateMachineType: isExpress ? StateMachineType.EXPRESS : StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: Object.fromEntries(
        Object.entries(props.steps).map(([name, step]) => [name, step.functionArn]),
      ),
      tracingEnabled: true,
      logs: {
        // A Standard machine keeps its own history; an Express one leaves nothing but this log. Never the data: it is people's.
        level: isExpress ? LogLevel.ERROR : LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', { retention: stage.logRetention, removalPolicy: stage.removalPolicy }),
      },
      removalPolicy: stage.removalPolicy,
    });
    if (isExpress) Validations.of(this.stateMachine).acknowledge(logsErrorsOnly);
    new RunbookAlarm(this, 'Fails', {
      topic: props.platform.alarmTopic,
      metric: isExpress ? brokenExpress(this.stateMachine) : brokenStandard(this.stateMachine),
      says: `The workflow ${props.definition} fails.`,
      section: 'a-workflow-fails',
      threshold: 1,
    });
  }
}

/** A placeholder without a function would be deployed as a text that names nothing. */
function assertSteps(name: string, definition: string, steps: readonly string[]): void {
  const placeholders = new Set([...definition.matchAll(/\$\{(\w+)\}/g)].map(([, placeholder]) => placeholder ?? ''));
  const differing = [...placeholders.symmetricDifference(new Set(steps))];
  if (differing.length === 0) return;
  throw new Error(`${name}.asl.json and the steps that it is given differ in: ${differing.sort().join(', ')}`);
}

const noResourcesToName = {
  id: 'AwsSolutions-IAM5[Resource::*]',
  reason:
    'Log delivery and X-Ray have no resources to name; a synth test holds that nothing else is granted on all of them.',
};

const logsErrorsOnly = {
  id: 'AwsSolutions-SF1',
  reason:
    'An Express machine runs for every order; all its events in a log would cost more than the run and tell no more.',
};

const oneMinute = { period: Duration.minutes(1), statistic: 'Sum' } as const;

const brokenStandard = (machine: StateMachine) =>
  new MathExpression({
    expression: 'failed + timedOut + aborted + throttled',
    label: 'executions that did not end well',
    period: Duration.minutes(1),
    usingMetrics: {
      failed: machine.metricFailed(oneMinute),
      timedOut: machine.metricTimedOut(oneMinute),
      aborted: machine.metricAborted(oneMinute),
      throttled: machine.metricThrottled(oneMinute),
    },
  });

/**
 * A declined order is a failed execution of an Express machine, and an ordinary day. A time-out is not, nor is a minute in
 * which most of the executions fail.
 */
const brokenExpress = (machine: StateMachine) =>
  new MathExpression({
    expression: 'timedOut + throttled + IF(started >= 20 AND failed > started / 2, failed, 0)',
    label: 'executions that did not end well',
    period: Duration.minutes(1),
    usingMetrics: {
      started: machine.metricStarted(oneMinute),
      failed: machine.metricFailed(oneMinute),
      timedOut: machine.metricTimedOut(oneMinute),
      throttled: machine.metricThrottled(oneMinute),
    },
  });
