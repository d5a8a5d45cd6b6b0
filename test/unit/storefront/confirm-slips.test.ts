import { expect, test } from 'vitest';
import type { CaptureInput } from '../../../functions/orders/capture.ts';
import { refuseOrder } from '../../../functions/orders/order.refusals.ts';
import { type Answer, answer } from '../../../functions/shared/answer.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { refuseRequest } from '../../../functions/shared/request.refusals.ts';
import { confirmedSlips } from '../../../functions/storefront/confirm-slips.ts';
import type { SlipReport } from '../../../functions/storefront/slips.contract.ts';

const confirmed = answer(201, { state: 'confirmed', warnings: [] });

/** Sends a file of these orders; `capture` is the door that every confirmation takes. */
async function sent(references: string[], capture: (input: CaptureInput) => Promise<Answer>) {
  const proven: Answer[] = [];
  const ports = {
    clock: { now: () => 0 },
    capture,
    files: {
      earlier: async () => undefined,
      prove: async (_: string, __: unknown, told: Answer) => {
        proven.push(told);
        return told;
      },
    },
  };
  const rows = references.map((reference, at) => `${reference},2026-11-20,No-${at}`);
  const file = { text: ['受注番号,出荷日,伝票番号', ...rows].join('\n'), encoding: 'utf-8' as const };
  const once = onceRequest('shop', 'file', file);
  const actor = { by: 'key_1', requestId: 'req_1' };
  const told = await confirmedSlips(ports, { merchantId: 'mer_1', file, lang: 'ja', once, actor });
  return { report: JSON.parse(told.body) as SlipReport, proven };
}

test('each row is one capture, which knows that its slip number stands for one shipment', async () => {
  const asked: CaptureInput[] = [];
  const { report } = await sent(['A-1', 'A-2'], async (input) => {
    asked.push(input);
    return confirmed;
  });
  expect(report).toMatchObject({ confirmed: 2, isComplete: true });
  expect(asked).toMatchObject([
    { isSlip: true, shipment: { shippedOn: '2026-11-20', trackingNumber: 'No-0' } },
    { isSlip: true, shipment: { shippedOn: '2026-11-20', trackingNumber: 'No-1' } },
  ]);
  expect(new Set(asked.map(({ once }) => once.key)).size).toBe(2);
});

test('a shipment that the order has already is told as that, and is no error', async () => {
  const { report } = await sent(['A-1'], async () => {
    throw refuseOrder('SlipAlreadyConfirmed', 'known');
  });
  expect(report).toMatchObject({ errors: 0, alreadyConfirmed: 1, isComplete: true });
});

test.for(['OutcomeUnknown', 'TooBusy'] as const)(
  'a row that ends in %s leaves the file open: the same request finds out',
  async (code) => {
    const { report, proven } = await sent(['A-1', 'A-2'], async () => {
      throw refuseRequest(code, 'not known');
    });
    expect(report).toMatchObject({ errors: 2, isComplete: false });
    expect(proven).toEqual([]);
  },
);
