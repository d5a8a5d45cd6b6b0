import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRig, manualTime } from '../states/rig.ts';

/** The machine as it is deployed, with the names of its functions for their ARNs. */
const machine = (name: string): object =>
  JSON.parse(readFileSync(`statemachines/${name}.asl.json`, 'utf8').replaceAll(/\$\{(\w+)\}/g, '$1')) as object;

const input = { merchantId: 'mer_demo', orderId: 'ord_1' };
const hours = 3600;

async function resolving(isResolved: (call: number) => boolean) {
  const time = manualTime();
  const rig = createRig({
    time,
    random: () => 1,
    functions: {
      resolveOrderCheckStep: (_: never, call: number) => ({ isResolved: isResolved(call) }),
      giveUpOrderCheckStep: () => null,
    },
  });
  const arn = rig.start(rig.create('OrderCheck', machine('order-check')), input);
  await time.quiet();
  const atSeconds = (name: string) => rig.calls.filter((call) => call.name === name).map(({ at }) => at / 1000);
  return { time, rig, arn, atSeconds };
}

describe('P12 the resolution of an order of which the bureau has not answered', () => {
  test('inquires after 10, 20, 35 and 65 seconds, then every ten minutes, and ends when it is resolved', async () => {
    const { time, rig, arn, atSeconds } = await resolving((call) => call === 6);
    await time.advance(2 * hours);
    expect(atSeconds('resolveOrderCheckStep')).toEqual([10, 20, 35, 65, 665, 1265]);
    expect(rig.calls.every(({ payload }) => JSON.stringify(payload) === JSON.stringify(input))).toBe(true);
    expect(await rig.describe(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(atSeconds('giveUpOrderCheckStep')).toEqual([]);
  });

  test('gives the order to a person after a day', async () => {
    const { time, rig, arn, atSeconds } = await resolving(() => false);
    await time.advance(30 * hours);
    expect(atSeconds('resolveOrderCheckStep')).toHaveLength(148);
    expect(atSeconds('giveUpOrderCheckStep')).toEqual([65 + 144 * 600]);
    expect(await rig.describe(arn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('goes on inquiring when a step breaks', async () => {
    const { time, rig, arn } = await resolving((call) => {
      if (call === 1) throw new Error('broken');
      return call === 2;
    });
    await time.advance(1 * hours);
    expect(await rig.describe(arn)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('P12 the authorization of an order', () => {
  const placed = { status: 201, body: '{"state":"authorized"}' };
  const asked = { once: { key: 'k', body: 'b' }, order: { reference: 'PO-1' } };

  async function authorizing(first: object) {
    const time = manualTime();
    const rig = createRig({
      time,
      random: () => 1,
      functions: { authorizeOrderStep: () => first, askOrderCheckStep: () => placed },
    });
    const arn = rig.create('Authorization', machine('authorization'), 'EXPRESS');
    const answered = rig.call('StartSyncExecution', { stateMachineArn: arn, input: JSON.stringify(asked) });
    await time.quiet();
    return { output: await answered, calls: rig.calls };
  }

  test('of an ordinary one asks nobody', async () => {
    const { output, calls } = await authorizing(placed);
    expect(output).toMatchObject({ status: 'SUCCEEDED', output: JSON.stringify(placed) });
    expect(calls.map(({ name }) => name)).toEqual(['authorizeOrderStep']);
  });

  test('of a large one puts the question with what was asked, and answers what came of it', async () => {
    const { output, calls } = await authorizing({ status: 202, body: '' });
    expect(output).toMatchObject({ status: 'SUCCEEDED', output: JSON.stringify(placed) });
    expect(calls.map(({ name, payload }) => [name, payload])).toEqual([
      ['authorizeOrderStep', asked],
      ['askOrderCheckStep', asked],
    ]);
  });
});
