import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { createWorkMeter } from '../../../../local/clock/work.ts';
import { createEventBuses, eventsService, type Rule } from '../../../../local/schedules/event-bus.ts';

const start = Date.parse('2026-12-01T00:00:00Z');

function aBus(...rules: Partial<Rule>[]) {
  const work = createWorkMeter();
  const clock = createVirtualClock({ work, startMs: start });
  clock.stop();
  const sent: [string, unknown][] = [];
  const deliver = async (arn: string, body: string) => {
    if (arn === 'arn:broken') throw new Error('gone');
    sent.push([arn, JSON.parse(body)]);
  };
  const onError = (error: unknown) => {
    throw error;
  };
  const buses = createEventBuses({ region: 'ap-northeast-1', account: '000000000000', clock, work, deliver, onError });
  buses.addBus('shop');
  for (const [index, rule] of rules.entries())
    buses.addRule({ name: `rule${index}`, arn: 'arn:rule', bus: 'shop', targets: [], ...rule });
  const put = async (...Entries: object[]) => {
    const answer = await eventsService(buses)('PutEvents', { Entries });
    await work.idle();
    return answer;
  };
  return { sent, put };
}
const entry = { Source: 'orders', DetailType: 'OrderCaptured', Detail: '{"id":"ord_1","yen":5}', EventBusName: 'shop' };

describe('an event bus', () => {
  test('sends an event to the targets of every rule that it matches', async () => {
    const pattern = { source: ['orders'] };
    const { sent, put } = aBus(
      { pattern, targets: [{ Arn: 'arn:a' }] },
      { pattern: { source: ['others'] }, targets: [{ Arn: 'arn:b' }] },
    );
    expect(await put(entry)).toMatchObject({ FailedEntryCount: 0 });
    expect(sent).toEqual([
      [
        'arn:a',
        expect.objectContaining({
          source: 'orders',
          'detail-type': 'OrderCaptured',
          detail: { id: 'ord_1', yen: 5 },
          account: '000000000000',
        }),
      ],
    ]);
  });

  test('gives each target the input that it asks for', async () => {
    const InputTransformer = {
      InputPathsMap: { id: '$.detail.id', yen: '$.detail.yen' },
      InputTemplate: '{"order": <id>, "text": "<id> for <yen>"}',
    };
    const targets = [
      { Arn: 'arn:fixed', Input: '{"x":1}' },
      { Arn: 'arn:part', InputPath: '$.detail' },
      { Arn: 'arn:built', InputTransformer },
    ];
    const { sent, put } = aBus({ pattern: { source: ['orders'] }, targets });
    await put(entry);
    expect(sent).toEqual([
      ['arn:fixed', { x: 1 }],
      ['arn:part', { id: 'ord_1', yen: 5 }],
      ['arn:built', { order: 'ord_1', text: 'ord_1 for 5' }],
    ]);
  });

  test('puts what a target does not take into its dead-letter queue', async () => {
    const { sent, put } = aBus({
      pattern: { source: ['orders'] },
      targets: [{ Arn: 'arn:broken', DeadLetterConfig: { Arn: 'arn:dlq' } }],
    });
    await put(entry);
    expect(sent).toEqual([['arn:dlq', expect.objectContaining({ source: 'orders' })]]);
  });

  test('refuses a bad entry by itself', async () => {
    const { put } = aBus();
    expect(
      await put(
        { ...entry, Detail: 'no JSON' },
        { ...entry, EventBusName: 'nowhere' },
        { ...entry, Source: '' },
        entry,
      ),
    ).toMatchObject({
      FailedEntryCount: 3,
      Entries: [
        { ErrorCode: 'MalformedDetail' },
        { ErrorCode: 'ResourceNotFoundException' },
        { ErrorCode: 'InvalidArgument' },
        { EventId: expect.any(String) },
      ],
    });
  });
});
