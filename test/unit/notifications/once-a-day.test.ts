import { describe, expect, test } from 'vitest';
import { notify } from '../../../functions/notifications/notify.ts';
import { aWorld, event, minute, refusing, writingTo } from '../../support/notify-world.ts';

describe('an address under many references', () => {
  const application = (nth: number) =>
    event({ id: `evt_a${nth}`, type: 'buyer_application.submitted', resourceId: `buy_${nth}` });
  test('is written to once a day that an application has arrived, however it is spelt', async () => {
    const world = await aWorld();
    const spelt = ['hanako@minato.example.jp', 'HANAKO@minato.example.jp', 'hanako+1@minato.example.jp'];
    for (const [nth, email] of spelt.entries()) await notify(writingTo(world, email), application(nth));
    expect(world.sent).toHaveLength(1);
    expect([...world.kept.values()].map(({ state, reason }) => [state, reason])).toEqual([
      ['sent', null],
      ['failed', 'written_to_today'],
      ['failed', 'written_to_today'],
    ]);
  });

  test('is written to again on the next business day, and other addresses on the same', async () => {
    const world = await aWorld();
    await notify(world.ports, application(1));
    await notify(writingTo(world, 'jiro@minato.example.jp'), application(2));
    world.time.at += 12 * 60 * minute; // midnight in Japan is at 15:00
    await notify(world.ports, application(3));
    expect(world.sent.map(({ to }) => to)).toEqual([
      'hanako@minato.example.jp',
      'jiro@minato.example.jp',
      'hanako@minato.example.jp',
    ]);
  });

  test('gets its letter when the provider could not take it at first', async () => {
    const world = await aWorld();
    const ports = refusing('MessagesUnavailable', 1)(world);
    await expect(notify(ports, application(1))).rejects.toMatchObject({ code: 'MessagesUnavailable' });
    await notify(ports, application(1));
    expect(world.sent).toHaveLength(1);
  });

  test('is told of every decision', async () => {
    const world = await aWorld();
    for (const id of ['evt_d1', 'evt_d2']) {
      await notify(world.ports, event({ id, type: 'buyer_application.decided', data: { state: 'rejected' } }));
    }
    expect(world.sent).toHaveLength(2);
  });
});
