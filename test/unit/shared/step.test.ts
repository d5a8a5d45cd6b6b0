import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { refusals } from '../../../functions/shared/refusal.ts';
import { stepHandler } from '../../../functions/shared/step.ts';

const refuse = refusals({ LimitReached: ['declined', 'The limit is reached'] });
const context = { functionName: 'step' } as Context;
const thrownBy = (error: Error): Promise<Error> =>
  stepHandler(z.object({}), () => Promise.reject(error))({}, context).then(
    () => expect.unreachable(),
    (thrown) => thrown,
  );

test('a refused step leaves under its code with its facts, and without a stack, which the runtime would log', async () => {
  const { name, message, stack } = await thrownBy(refuse('LimitReached', 'Only 3 left.', { left: 3 }));
  expect([name, stack]).toEqual(['LimitReached', 'LimitReached']);
  expect(JSON.parse(message)).toMatchObject({ code: 'LimitReached', facts: { left: 3 } });
});

test('a step that breaks leaves as it is, with its stack', async () => {
  const broken = new TypeError('undefined is not a function');
  expect(await thrownBy(broken)).toBe(broken);
  expect(broken.stack).toContain('step.test.ts');
});
