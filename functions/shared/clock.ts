import assert from 'node:assert/strict';

/** The door through which time comes in. Everything else gets an instant or a date handed to it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** An RFC 3339 instant in UTC, as the API writes it. */
export const instant = (clock: Clock): string => new Date(clock.now()).toISOString();

/**
 * Japan Standard Time is UTC+9 all year round; there has been no summer time since 1951. Asked of the time zone data instead,
 * the same answer costs every function 117 million instructions at its start (docs/benchmarks.md, M5).
 */
const japanOffsetMs = 9 * 60 * 60 * 1000;
const dayInJapan = (atMs: number): string => new Date(atMs + japanOffsetMs).toISOString().slice(0, 10);

/** The calendar day in Japan (YYYY-MM-DD), on which closings, due dates and bank days are decided (JAPAN-RULES.md, head). */
export const businessDate = (clock: Clock): string => dayInJapan(clock.now());

/** The calendar day in Japan of an RFC 3339 instant. */
export const businessDateOf = (at: string): string => dayInJapan(Date.parse(at));

/** The instant at which a civil date begins in Japan. */
export const midnightInJapan = (date: string): string => new Date(`${date}T00:00:00+09:00`).toISOString();

/** The civil date that lies `days` after `date`; no time zone takes part in it. */
export function plusDays(date: string, days: number): string {
  assert(isCivilDate(date), `not a date: ${date}`);
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** True for a date that exists in the calendar, written YYYY-MM-DD. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}
