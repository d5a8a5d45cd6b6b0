import { Temporal } from 'temporal-polyfill';
import { type CronField, parseCronField } from './cron-field.ts';

interface Cron {
  readonly minutes: CronField;
  readonly hours: CronField;
  readonly months: CronField;
  readonly years: CronField;
  /** Whether a day matches day-of-month and day-of-week, of which one is always `?`. */
  readonly isDay: (day: Temporal.PlainDate) => boolean;
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Sunday is 1 in EventBridge. */
const dayOfWeekOf = (day: Temporal.PlainDate): number => (day.dayOfWeek % 7) + 1;

/** Reads the six fields of an EventBridge cron expression. */
export function parseCron(fields: string): Cron {
  const parts = fields.trim().split(/\s+/);
  if (parts.length !== 6) throw new Error(`cron(${fields}) has ${parts.length} fields instead of 6`);
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = parts as [string, string, string, string, string, string];
  const onDayOfMonth = dayOfMonthRule(dayOfMonth);
  const onDayOfWeek = dayOfWeekRule(dayOfWeek);
  return {
    minutes: parseCronField(minute, { min: 0, max: 59 }),
    hours: parseCronField(hour, { min: 0, max: 23 }),
    months: parseCronField(month, { min: 1, max: 12, names: monthNames }),
    years: parseCronField(year, { min: 1970, max: 2199 }),
    isDay: (day) => onDayOfMonth(day) && onDayOfWeek(day),
  };
}

/** `L` is the last day of the month, `15W` the weekday nearest to the 15th within the month. */
function dayOfMonthRule(text: string): Cron['isDay'] {
  if (text === 'L') return (day) => day.day === day.daysInMonth;
  const [, nearest] = /^(\d+|L)W$/.exec(text) ?? [];
  if (nearest) {
    return (day) => {
      const target = nearest === 'L' ? day.daysInMonth : Math.min(Number(nearest), day.daysInMonth);
      return day.equals(nearestWeekday(day.with({ day: target })));
    };
  }
  const field = parseCronField(text, { min: 1, max: 31 });
  return (day) => field.values.has(day.day);
}

function nearestWeekday(day: Temporal.PlainDate): Temporal.PlainDate {
  if (day.dayOfWeek === 6) return day.day === 1 ? day.add({ days: 2 }) : day.subtract({ days: 1 });
  if (day.dayOfWeek === 7) return day.day === day.daysInMonth ? day.subtract({ days: 2 }) : day.add({ days: 1 });
  return day;
}

/** `6L` is the last Friday of the month, `6#3` its third one. */
function dayOfWeekRule(text: string): Cron['isDay'] {
  const numberOf = (name: string): number =>
    [...parseCronField(name, { min: 1, max: 7, names: dayNames }).values][0] as number;
  const [, last] = /^(\w+)L$/.exec(text) ?? [];
  if (last) return (day) => dayOfWeekOf(day) === numberOf(last) && day.day + 7 > day.daysInMonth;
  const [, name, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (name) return (day) => dayOfWeekOf(day) === numberOf(name) && Math.ceil(day.day / 7) === Number(nth);
  if (text === 'L') return (day) => dayOfWeekOf(day) === 7;
  const field = parseCronField(text, { min: 1, max: 7, names: dayNames });
  return (day) => field.values.has(dayOfWeekOf(day));
}

/**
 * The first instant after `afterMs` at which the wall clock of the time zone matches; undefined when there is none any more. A
 * time that daylight saving skips does not fire, and one that it repeats fires once (EventBridge Scheduler, "Daylight savings time").
 */
export function nextCronInstant(cron: Cron, afterMs: number, timeZone: string): number | undefined {
  const after = Temporal.Instant.fromEpochMilliseconds(afterMs).toZonedDateTimeISO(timeZone);
  const hours = [...cron.hours.values].sort((a, b) => a - b);
  const minutes = [...cron.minutes.values].sort((a, b) => a - b);
  const lastYear = Math.min(Math.max(...cron.years.values), after.year + 12);
  for (let day = after.toPlainDate(); day.year <= lastYear; day = day.add({ days: 1 })) {
    if (!cron.years.values.has(day.year) || !cron.months.values.has(day.month) || !cron.isDay(day)) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const local = day.toPlainDateTime({ hour, minute });
        const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
        const isSkipped = !zoned.toPlainDateTime().equals(local);
        if (!isSkipped && zoned.epochMilliseconds > afterMs) return zoned.epochMilliseconds;
      }
    }
  }
  return undefined;
}
