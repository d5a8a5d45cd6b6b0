import { Temporal } from 'temporal-polyfill';
import { nextCronInstant, parseCron } from './cron.ts';

/** When a schedule fires: the next instant after the given one, or undefined when it never will again. */
export type NextInstant = (afterMs: number) => number | undefined;

const unitsMs: Record<string, number> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads `rate(5 minutes)`, `cron(0 9 ? * MON-FRI *)` and `at(2026-12-01T09:00:00)`; rates count from `startMs`. */
export function parseScheduleExpression(expression: string, timeZone: string, startMs: number): NextInstant {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'cron') {
    const cron = parseCron(argument);
    return (afterMs) => nextCronInstant(cron, afterMs, timeZone);
  }
  if (kind === 'rate') {
    const [, count, unit = ''] = /^(\d+)\s+(second|minute|hour|day)s?$/.exec(argument) ?? [];
    const stepMs = Number(count) * (unitsMs[unit] ?? Number.NaN);
    if (stepMs > 0) return (afterMs) => startMs + (Math.floor(Math.max(afterMs - startMs, 0) / stepMs) + 1) * stepMs;
  }
  if (kind === 'at') {
    const atMs = Temporal.PlainDateTime.from(argument).toZonedDateTime(timeZone).epochMilliseconds;
    return (afterMs) => (atMs > afterMs ? atMs : undefined);
  }
  throw new Error(`${expression} is no schedule expression`);
}
