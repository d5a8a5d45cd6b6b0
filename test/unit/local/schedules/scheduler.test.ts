import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { createWorkMeter } from '../../../../local/clock/work.ts';
import { createScheduler, type Schedule } from '../../../../local/schedules/scheduler.ts';
import { memoryStore, type Store } from '../../../../local/store/store.ts';

const start = Date.parse('2026-12-01T00:00:00Z');
const days = (count: number): number => start + count * 86_400_000;
const schedule = (Name: string, more: Partial<Schedule>): Schedule => ({
  Name,
  GroupName: 'default',
  ScheduleExpression: 'rate(1 day)',
  Target: { Arn: 'arn:target' },
  ...more,
});

function aScheduler(store: Store = memoryStore(), startMs = start) {
  const work = createWorkMeter();
  const clock = createVirtualClock({ work, startMs });
  const fired: string[] = [];
  const scheduler = createScheduler({
    clock,
    work,
    store,
    fire: async ({ Name }, atMs) => void fired.push(`${Name} ${new Date(atMs).toISOString().slice(0, 16)}`),
    onError: (error) => {
      throw error;
    },
  });
  return { clock, fired, scheduler, store };
}

describe('EventBridge Scheduler', () => {
  test('fires in the order of time, each occurrence once', async () => {
    const { clock, fired, scheduler } = aScheduler();
    scheduler.put(schedule('noon', { ScheduleExpression: 'cron(0 12 * * ? *)' }));
    scheduler.put(schedule('once', { ScheduleExpression: 'at(2026-12-02T06:00:00)' }));
    await clock.advanceTo(days(2));
    clock.stop();
    expect(fired).toEqual(['noon 2026-12-01T12:00', 'once 2026-12-02T06:00', 'noon 2026-12-02T12:00']);
  });

  test('keeps within its start and end, and sleeps while disabled', async () => {
    const { clock, fired, scheduler } = aScheduler();
    scheduler.put(
      schedule('bounded', {
        ScheduleExpression: 'cron(0 0 * * ? *)',
        StartDate: '2026-12-03T00:00:00Z',
        EndDate: '2026-12-04T00:00:00Z',
      }),
    );
    scheduler.put(schedule('off', { State: 'DISABLED' }));
    await clock.advanceTo(days(9));
    clock.stop();
    expect(fired).toEqual(['bounded 2026-12-03T00:00', 'bounded 2026-12-04T00:00']);
  });

  test('deletes a one-time schedule after its action when asked to', async () => {
    const { clock, scheduler, store } = aScheduler();
    scheduler.put(
      schedule('once', { ScheduleExpression: 'at(2026-12-02T00:00:00)', ActionAfterCompletion: 'DELETE' }),
      { persists: true },
    );
    await clock.advanceTo(days(2));
    clock.stop();
    expect(scheduler.get('default', 'once')).toBeUndefined();
    expect(store.entries('schedule/')).toEqual([]);
  });

  test('after a restart fires what fell due meanwhile, once, and nothing that has fired already', async () => {
    const first = aScheduler();
    first.scheduler.put(schedule('done', { ScheduleExpression: 'at(2026-12-02T00:00:00)' }), { persists: true });
    first.scheduler.put(schedule('missed', { ScheduleExpression: 'at(2026-12-04T00:00:00)' }), { persists: true });
    await first.clock.advanceTo(days(2));
    first.clock.stop();
    const second = aScheduler(first.store, days(5));
    second.scheduler.restore();
    await second.clock.advanceTo(days(6));
    second.clock.stop();
    expect([first.fired, second.fired]).toEqual([['done 2026-12-02T00:00'], ['missed 2026-12-04T00:00']]);
  });
});
