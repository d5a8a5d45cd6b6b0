import type { SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { syncWorkflow } from '../../../functions/shared/workflow.client.ts';

const run = (execution: Readonly<Record<string, string>>) => {
  const client = { send: async () => execution } as unknown as SFNClient;
  return syncWorkflow('arn', client).run('authorization-ord_1', {});
};

test('a workflow gives its output', async () => {
  expect(await run({ status: 'SUCCEEDED', output: '{"status":201}' })).toEqual({ status: 201 });
});

test('the refusal of a step comes out as the refusal it was', async () => {
  const refusal = {
    code: 'CreditLimitExceeded',
    kind: 'declined',
    title: 'T',
    detail: 'D',
    facts: { availableYen: 5 },
  };
  const cause = JSON.stringify({ errorType: refusal.code, errorMessage: JSON.stringify(refusal) });
  await expect(run({ status: 'FAILED', error: refusal.code, cause })).rejects.toMatchObject(refusal);
});

test.for([
  { status: 'TIMED_OUT' },
  { status: 'FAILED', error: 'States.Timeout', cause: '' },
  { status: 'FAILED', error: 'Lambda.Unknown', cause: 'The cause could not be determined' },
])('after %o nobody knows what happened, and the same request may be sent again', async (execution) => {
  await expect(run(execution)).rejects.toMatchObject({ code: 'OutcomeUnknown', kind: 'unavailable' });
});

test('any other failure is ours', async () => {
  await expect(run({ status: 'FAILED', error: 'TypeError', cause: '{"errorMessage":"x"}' })).rejects.toThrow(
    'TypeError',
  );
});
