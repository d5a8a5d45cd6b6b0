import { plusDays } from './clock.ts';

/**
 * National holidays of Japan (国民の祝日に関する法律, as in force since 2022). Computed, because the law says how: fixed days,
 * Mondays, the equinoxes by the formula of the National Astronomical Observatory (valid to 2099), a substitute for a holiday on
 * a Sunday (article 3, 2), and the day between two holidays (article 3, 3).
 */
export function isNationalHoliday(date: string): boolean {
  return isNamed(date) || isSubstitute(date) || (isNamed(plusDays(date, -1)) && isNamed(plusDays(date, 1)));
}

const fixed: ReadonlySet<string> = new Set([
  '01-01',
  '02-11',
  '02-23',
  '04-29',
  '05-03',
  '05-04',
  '05-05',
  '08-11',
  '11-03',
  '11-23',
]);

/** The second Monday of January and October, the third of July and September. */
const mondays: Readonly<Record<string, number>> = { '01': 2, '07': 3, '09': 3, '10': 2 };

function isNamed(date: string): boolean {
  const [year = '', month = '', day = ''] = date.split('-');
  if (fixed.has(`${month}-${day}`)) return true;
  if (weekdayOf(date) === 1 && mondays[month] === Math.ceil(Number(day) / 7)) return true;
  if (month === '03') return Number(day) === equinox(Number(year), 20.8431);
  return month === '09' && Number(day) === equinox(Number(year), 23.2488);
}

const equinox = (year: number, base: number): number =>
  Math.floor(base + 0.242194 * (year - 1980) - Math.floor((year - 1980) / 4));

/** The first day after a holiday on a Sunday that is no holiday itself. */
function isSubstitute(date: string): boolean {
  if (isNamed(date)) return false;
  for (let before = plusDays(date, -1); isNamed(before); before = plusDays(before, -1)) {
    if (weekdayOf(before) === 0) return true;
  }
  return false;
}

/** 0 is Sunday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
