import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { registerBuyer } from '../../functions/buyers/buyer.contract.ts';
import { checkedApp } from '../../infra/checked-app.ts';
import { pathsOf, resources, templates, text } from './assembly.ts';

describe('the cloud assembly', () => {
  test('is the same when it is made again', () => {
    const { sandbox, sandboxAgain } = inject('assemblies');
    const files = (folder: string) =>
      globSync('{*.json,cdk.out,asset.*/*}', { cwd: folder })
        .sort()
        .map((file) => [file, readFileSync(join(folder, file), 'utf8').replaceAll(folder, '')]);
    expect(files(sandbox).length).toBeGreaterThan(4);
    expect(files(sandboxAgain)).toEqual(files(sandbox));
  });

  test('keeps every stack below the 500 resources that CloudFormation takes', () => {
    for (const [stack, { Resources }] of templates('sandbox'))
      expect(Object.keys(Resources).length, stack).toBeLessThan(450);
  });

  test.for(['sandbox', 'production'] as const)(
    'of %s has no finding that is not acknowledged with a reason',
    (stage) => {
      const report = JSON.parse(readFileSync(join(inject('assemblies')[stage], 'validation-report.json'), 'utf8')) as {
        pluginReports: { violations: unknown[] }[];
      };
      expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
    },
  );

  test('tells a newcomer where the front door is, which keys open it, and what to try', () => {
    const outputs = [...templates('sandbox').values()].flatMap(({ Outputs }) => Object.entries(Outputs ?? {}));
    const described = outputs.filter(([, { Description }]) => Description);
    expect(described.map(([name]) => name).sort()).toEqual(
      ['AlarmTopic', 'ApiUrl', 'DemoKey', 'DocsUrl', 'OperatorKey', 'OtherKey', 'SecondOperatorKey', 'TryIt'].sort(),
    );
  });

  test('has something to try that the API takes', () => {
    const shown = text(templates('sandbox').get('TegataApi')?.Outputs?.TryIt?.Value);
    const [, body = ''] = /-d '(.+?)'/.exec(shown.replaceAll('\\"', '"')) ?? [];
    expect(registerBuyer.body?.safeParse(JSON.parse(body))).toMatchObject({ success: true });
  });

  test('names the account and the region nowhere, so that it is made without either', () => {
    const named = resources('sandbox').filter(({ properties }) =>
      /:\d{12}:|ap-northeast-1/.test(JSON.stringify(properties)),
    );
    expect(pathsOf(named)).toEqual([]);
  });
});

describe('the checks of the app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tegata-checks-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const findings = (add: (stack: Stack) => void) => {
    const app = checkedApp(folder);
    add(new Stack(app, 'Faulty'));
    expect(() => app.synth()).toThrow('ERROR');
    return readFileSync(join(folder, 'validation-report.json'), 'utf8');
  };

  test('stop what the AwsSolutions pack finds fault with', () => {
    expect(findings((stack) => new Queue(stack, 'Queue'))).toContain('AwsSolutions-SQS3');
  });

  test('stop what CloudFormation would refuse', () => {
    const faulty = (stack: Stack) =>
      new CfnFunction(stack, 'Function', {
        code: { zipFile: '' },
        role: 'role',
        runtime: 'nodejs24.x',
        memorySize: -1,
      });
    expect(findings(faulty)).toContain('MemorySize');
  });
});

describe('a stack', () => {
  test.for(['sandbox', 'production'] as const)('of the %s stays well below what CloudFormation takes', (stage) => {
    const sizes = [...templates(stage)].map(([name, { Resources }]) => [name, Object.keys(Resources).length] as const);
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.filter(([, size]) => size > 470)).toEqual([]); // of 500, see docs/decisions/0008
  });
});
