import { describe, expect, test } from 'vitest';
import { isBusinessDay, plusBusinessDays } from '../../../functions/shared/business-days.ts';
import { plusDays } from '../../../functions/shared/clock.ts';
import { isNationalHoliday } from '../../../functions/shared/holidays.ts';

/** As the Cabinet Office announced them (国民の祝日について). */
const announced = {
  2026: '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
  2027: '01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23',
};

describe('the holidays of Japan', () => {
  test.for(Object.entries(announced))('of %s are those that were announced', ([year, days]) => {
    const found: string[] = [];
    for (let date = `${year}-01-01`; date.startsWith(year); date = plusDays(date, 1)) {
      if (isNationalHoliday(date)) found.push(date.slice(5));
    }
    expect(found.join(' ')).toBe(days);
  });
});

describe('business days', () => {
  test.for([
    ['2026-11-20', true], // Friday
    ['2026-11-21', false], // Saturday
    ['2026-11-23', false], // Labour Thanksgiving Day
    ['2026-12-31', false],
    ['2027-01-03', false],
    ['2027-01-04', true],
  ] as const)('%s is one: %s', ([date, isOne]) => {
    expect(isBusinessDay(date)).toBe(isOne);
  });

  test('are counted from the day after, across weekends, holidays and the turn of the year', () => {
    expect(plusBusinessDays('2026-11-20', 2)).toBe('2026-11-25');
    expect(plusBusinessDays('2026-12-29', 2)).toBe('2027-01-04');
    expect(plusBusinessDays('2026-11-21', 0)).toBe('2026-11-21');
  });
});
