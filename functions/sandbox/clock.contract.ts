import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';

const tag = 'Sandbox';

const Time = z.object({ now: z.string(), businessDate: z.string() });

export const getClock = contract({
  operation: 'getClock',
  method: 'GET',
  path: '/v1/test/clock',
  tag,
  summary: "Tells the sandbox's time",
  audience: 'any_key',
  answers: { 200: { description: 'The instant, and the business date that it is in Japan.', schema: Time } },
});

const exactlyOne = { error: 'Send exactly one of to, days and hours.', params: { code: 'not_exactly_one' } };

const AdvanceClock = z
  .strictObject({
    to: z.optional(z.iso.datetime({ offset: true })),
    days: z.optional(z.int().check(z.minimum(1), z.maximum(3660))),
    hours: z.optional(z.int().check(z.minimum(1), z.maximum(87_840))),
  })
  .check(z.refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, exactlyOne));
export type AdvanceClock = z.infer<typeof AdvanceClock>;

export const advanceClock = contract({
  operation: 'advanceClock',
  method: 'POST',
  path: '/v1/test/clock/advance',
  tag,
  summary: 'Lets time pass: does all that falls due on the way, in order, and answers when nothing is left to do',
  audience: 'operator',
  body: AdvanceClock,
  answers: {
    200: {
      description: 'The new time and how many timers fired on the way.',
      schema: z.extend(Time, { fired: z.int() }),
    },
  },
  refusals: ['ClockNotVirtual', 'ClockCannotGoBack', 'ClockBeyondHorizon'],
});

export const clockContracts = [getClock, advanceClock];
