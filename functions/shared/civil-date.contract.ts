import * as z from 'zod/mini';
import { isCivilDate } from './clock.ts';

/** A date of the calendar, written YYYY-MM-DD. */
export const civilDate = z
  .string()
  .check(
    z.regex(/^\d{4}-\d{2}-\d{2}$/),
    z.refine(isCivilDate, { error: 'Must be a date of the calendar.', params: { code: 'invalid_date' } }),
  );
