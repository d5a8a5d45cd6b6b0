import { describe, expect, test } from 'vitest';
import { parseScheduleExpression } from '../../../../local/schedules/expression.ts';

/** The next instants of an expression after the given one. */
function next(expression: string, timeZone: string, after: string, count = 1): (string | undefined)[] {
  const nextInstant = parseScheduleExpression(expression, timeZone, Date.parse(after));
  const instants: (string | undefined)[] = [];
  let at: number | undefined = Date.parse(after);
  for (let index = 0; index < count && at !== undefined; index += 1) {
    at = nextInstant(at);
    instants.push(at === undefined ? undefined : new Date(at).toISOString().replace('.000Z', 'Z'));
  }
  return instants;
}

describe('schedule expressions', () => {
  test.for<[string, string, string, string[]]>([
    ['cron(0 9 * * ? *)', 'Asia/Tokyo', '2026-12-01T00:00:00Z', ['2026-12-02T00:00:00Z', '2026-12-03T00:00:00Z']],
    ['cron(0 0 1 * ? *)', 'Asia/Tokyo', '2026-12-15T00:00:00Z', ['2026-12-31T15:00:00Z', '2027-01-31T15:00:00Z']],
    ['cron(30 23 L * ? *)', 'UTC', '2027-02-01T00:00:00Z', ['2027-02-28T23:30:00Z', '2027-03-31T23:30:00Z']],
    [
      'cron(0/20 10 ? * MON-FRI *)',
      'UTC',
      '2026-12-04T10:10:00Z',
      ['2026-12-04T10:20:00Z', '2026-12-04T10:40:00Z', '2026-12-07T10:00:00Z'],
    ],
    ['cron(0 8 ? * 6#3 *)', 'UTC', '2026-12-01T00:00:00Z', ['2026-12-18T08:00:00Z', '2027-01-15T08:00:00Z']],
    ['cron(0 8 ? * 6L *)', 'UTC', '2026-12-01T00:00:00Z', ['2026-12-25T08:00:00Z']],
    ['cron(0 8 1W * ? *)', 'UTC', '2027-05-01T12:00:00Z', ['2027-05-03T08:00:00Z', '2027-06-01T08:00:00Z']],
    ['cron(0 12 29 2 ? 2028)', 'UTC', '2026-12-01T00:00:00Z', ['2028-02-29T12:00:00Z']],
    ['rate(5 minutes)', 'UTC', '2026-12-01T00:00:00Z', ['2026-12-01T00:05:00Z', '2026-12-01T00:10:00Z']],
    ['rate(1 day)', 'UTC', '2026-12-01T00:00:00Z', ['2026-12-02T00:00:00Z']],
    ['at(2026-12-24T18:00:00)', 'Asia/Tokyo', '2026-12-01T00:00:00Z', ['2026-12-24T09:00:00Z']],
  ])('%s in %s after %s', ([expression, timeZone, after, instants]) => {
    expect(next(expression, timeZone, after, instants.length)).toEqual(instants);
  });

  test('a time that daylight saving skips does not fire, and one that it repeats fires once', () => {
    expect(next('cron(30 2 * * ? *)', 'America/New_York', '2027-03-13T08:00:00Z', 1)).toEqual(['2027-03-15T06:30:00Z']);
    expect(next('cron(30 1 * * ? *)', 'America/New_York', '2027-11-07T04:00:00Z', 2)).toEqual([
      '2027-11-07T05:30:00Z',
      '2027-11-08T06:30:00Z',
    ]);
  });

  test('what is over never comes again', () => {
    expect(next('at(2026-01-01T00:00:00)', 'UTC', '2026-12-01T00:00:00Z')).toEqual([undefined]);
    expect(next('cron(0 0 1 1 ? 2020)', 'UTC', '2026-12-01T00:00:00Z')).toEqual([undefined]);
  });

  test.for(['cron(0 9 * *)', 'cron(99 9 * * ? *)', 'rate(0 minutes)', 'rate(5 moons)', 'every day'])(
    '%s is refused',
    (expression) => {
      expect(() => parseScheduleExpression(expression, 'UTC', 0)).toThrow();
    },
  );
});
