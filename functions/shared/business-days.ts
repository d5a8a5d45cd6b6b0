import { plusDays } from './clock.ts';
import { isNationalHoliday, weekdayOf } from './holidays.ts';

/**
 * Which calendar a date was computed by. It is told beside the date (API.md section 8, Dates): a change of the law or of a rule
 * here is another version, and a date that was promised by the former one stays as it was.
 */
export const calendarVersion = 'jp-banks-2022';

/** Days on which banks are closed besides weekends and holidays (銀行法施行令 5条): the turn of the year. */
const turnOfTheYear: ReadonlySet<string> = new Set(['12-31', '01-01', '01-02', '01-03']);

/** A day on which banks in Japan work. */
export function isBusinessDay(date: string): boolean {
  const weekday = weekdayOf(date);
  return weekday !== 0 && weekday !== 6 && !turnOfTheYear.has(date.slice(5)) && !isNationalHoliday(date);
}

/** The n-th business day after a date; the date itself does not count. */
export function plusBusinessDays(date: string, days: number): string {
  let day = date;
  for (let left = days; left > 0; ) {
    day = plusDays(day, 1);
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
}

/** How many business days there are after a date, up to and with another one. */
export function businessDaysAfter(date: string, until: string): number {
  let days = 0;
  for (let day = plusDays(date, 1); day <= until; day = plusDays(day, 1)) if (isBusinessDay(day)) days += 1;
  return days;
}
