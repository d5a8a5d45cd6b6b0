import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { LogFormat } from '../../../functions/shared/log-format.ts';
import { refuseRequest } from '../../../functions/shared/request.refusals.ts';
import { WriteRefused } from '../../../functions/shared/write.ts';

const logged = (error: Error) => new LogFormat().formatError(error);

describe('an error in the log', () => {
  test('of a write that was refused shows nothing of the items that it met', () => {
    const cause = new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: { requestId: 'aws-1' },
      Item: { reference: { S: '株式会社見本' } },
    });
    const line = logged(new WriteRefused([{ item: { reference: '株式会社見本' } }], cause));
    expect(JSON.stringify(line)).not.toContain('見本');
    expect(line).toMatchObject({
      name: 'WriteRefused',
      message: 'conditions refused: 0',
      cause: { name: 'ConditionalCheckFailedException', $metadata: { requestId: 'aws-1' } },
    });
  });

  test('that gathers others shows each of them', () => {
    const line = logged(new AggregateError([new Error('the key is disabled'), new Error('no answer')], 'two failed'));
    expect(line).toMatchObject({
      message: 'two failed',
      errors: [{ message: 'the key is disabled' }, { message: 'no answer' }],
    });
  });

  test('that is a refusal keeps its code and its facts', () => {
    const line = logged(refuseRequest('VersionStale', 'at version 3', { version: 3 }));
    expect(line).toMatchObject({ code: 'VersionStale', message: 'at version 3', facts: { version: 3 } });
  });
});
