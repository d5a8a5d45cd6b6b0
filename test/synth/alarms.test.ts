import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resources } from './assembly.ts';
import { functions } from './grants.ts';

interface AlarmProperties {
  readonly AlarmDescription: string;
  readonly AlarmActions?: readonly unknown[];
  readonly Metrics?: unknown;
  readonly Dimensions?: unknown;
}

const runbook = readFileSync('docs/runbook.md', 'utf8');

/** The sections of the runbook by their anchor, as a reader's browser makes it of a heading. */
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const heading = section.slice(0, section.indexOf('\n'));
      return [
        heading
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .trim()
          .replaceAll(' ', '-'),
        section,
      ] as const;
    }),
);

describe.each(['sandbox', 'production'] as const)('the alarms of %s', (stage) => {
  const alarms = () => resources<AlarmProperties>(stage, 'AWS::CloudWatch::Alarm');
  const sectionOf = (description: string) => /RunBook: docs\/runbook\.md#([a-z0-9-]+)$/.exec(description)?.[1];

  test('reach somebody, and send that person to a section that says what to do', () => {
    expect(alarms().length).toBeGreaterThan(0);
    const lost = alarms().filter(({ properties }) => !sections.has(sectionOf(properties.AlarmDescription) ?? ''));
    expect(lost.map(({ properties }) => properties.AlarmDescription)).toEqual([]);
    expect(alarms().filter(({ properties }) => !properties.AlarmActions?.length)).toEqual([]);
  });

  test('are let through by their topic', () => {
    const policies = resources<{ PolicyDocument: { Statement: readonly object[] } }>(stage, 'AWS::SNS::TopicPolicy');
    expect(policies.flatMap(({ properties }) => properties.PolicyDocument.Statement)).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
      }),
    );
  });

  test('watch every function and every workflow', () => {
    const watched = JSON.stringify(alarms().map(({ properties }) => [properties.Metrics, properties.Dimensions]));
    const machines = resources(stage, 'AWS::StepFunctions::StateMachine');
    const unwatched = [...functions(stage), ...machines].filter(({ id }) => !watched.includes(`{"Ref":"${id}"}`));
    expect(unwatched.map(({ path }) => path)).toEqual([]);
  });
});

test.for([...sections])('the runbook on %s says what it is, how to look into it and how to end it', ([, section]) => {
  for (const part of ['Description', 'Investigation', 'Resolution']) expect(section).toContain(`### ${part}\n`);
});

test('every section of the runbook is what some alarm points to', () => {
  const descriptions = resources<AlarmProperties>('sandbox', 'AWS::CloudWatch::Alarm').map(
    ({ properties }) => properties.AlarmDescription,
  );
  const idle = [...sections.keys()].filter((section) => !descriptions.some((text) => text.endsWith(`#${section}`)));
  expect(idle).toEqual([]);
});
