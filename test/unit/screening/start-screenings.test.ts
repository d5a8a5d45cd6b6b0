import { expect, test } from 'vitest';
import { startScreenings } from '../../../functions/screening/start-screenings.ts';

test('each application starts one screening, named after its examination, with nothing but ids', async () => {
  const started: unknown[] = [];
  const screening = { start: async (name: string, input: unknown) => void started.push({ name, input }) };
  const opened = { merchantId: 'mer_demo', buyerId: 'buy_1', examinationId: 'exm_1', people: 'sealed' };
  await startScreenings({ screening }, [opened, { ...opened, examinationId: 'exm_2' }]);
  expect(started).toEqual([
    { name: 'screening-exm_1', input: { merchantId: 'mer_demo', buyerId: 'buy_1', examinationId: 'exm_1' } },
    { name: 'screening-exm_2', input: { merchantId: 'mer_demo', buyerId: 'buy_1', examinationId: 'exm_2' } },
  ]);
});

test('a start that fails stops the batch, so that the stream hands it over again', async () => {
  const screening = { start: () => Promise.reject(new Error('throttled')) };
  const opened = [{ merchantId: 'mer_demo', buyerId: 'buy_1', examinationId: 'exm_1' }];
  await expect(startScreenings({ screening }, opened)).rejects.toThrow('throttled');
});
