import { describe, expect, test } from 'vitest';
import { advanceClock } from '../../../functions/sandbox/clock.contract.ts';
import { type ClockPorts, type ClockStep, passTime, readClock } from '../../../functions/sandbox/clock.ts';

const now = '2026-11-30T15:30:00.000Z';
const clock = { now: () => Date.parse(now) };

function sandbox() {
  const asked: ClockStep[] = [];
  const ports: ClockPorts = {
    clock,
    advance: async (step) => {
      asked.push(step);
      return { now: 'to' in step ? step.to : new Date(clock.now() + step.byMs).toISOString(), fired: 3 };
    },
  };
  return { asked, ports };
}

describe("the sandbox's clock", () => {
  test('tells the day in Japan, not in UTC', () => {
    expect(readClock({ clock })).toEqual({ now, businessDate: '2026-12-01' });
  });

  test.for([
    [{ days: 75 }, '2027-02-13T15:30:00.000Z'],
    [{ hours: 9 }, '2026-12-01T00:30:00.000Z'],
    [{ to: '2026-12-01T09:00:00+09:00' }, '2026-12-01T00:00:00.000Z'],
    [{ to: now }, now],
    [{ to: '2036-11-30T15:30:00Z' }, '2036-11-30T15:30:00.000Z'],
  ] as const)('passes time by %o', async ([body, to]) => {
    const { asked, ports } = sandbox();
    expect(await passTime(ports, body)).toMatchObject({ now: to, fired: 3 });
    expect(asked).toHaveLength(1);
  });

  test('leaves it to the clock where a step of days or hours begins, because others may come before it', async () => {
    const { asked, ports } = sandbox();
    await Promise.all([passTime(ports, { days: 3 }), passTime(ports, { hours: 1 })]);
    expect(asked).toEqual([{ byMs: 72 * 3_600_000 }, { byMs: 3_600_000 }]);
  });

  test.for([
    [{ to: '2026-11-30T15:29:59.999Z' }, 'ClockCannotGoBack'],
    [{ to: '2036-11-30T15:30:00.001Z' }, 'ClockBeyondHorizon'],
    [{ days: 3660 }, 'ClockBeyondHorizon'],
  ] as const)('refuses %o and moves nothing', async ([body, code]) => {
    const { asked, ports } = sandbox();
    await expect(passTime(ports, body)).rejects.toMatchObject({ code });
    expect(asked).toEqual([]);
  });

  test('cannot be moved where time is real', async () => {
    await expect(passTime({ clock }, { days: 1 })).rejects.toMatchObject({ code: 'ClockNotVirtual', kind: 'conflict' });
  });

  test.for([
    {},
    { days: 1, hours: 1 },
    { to: now, days: 1 },
    { to: '2026-12-01' },
    { days: 0 },
    { days: 1.5 },
    { hours: '3' },
    { weeks: 1 },
  ])('does not understand %o', (body) => {
    expect(advanceClock.body.safeParse(body).success).toBe(false);
  });
});
