import * as z from 'zod/mini';
import { answer } from '../shared/answer.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { clockControl } from './clock.client.ts';
import { advanceClock, getClock } from './clock.contract.ts';
import { type ClockPorts, passTime, readClock } from './clock.ts';

const { AWS_LOCAL_CLOCK_URL: url } = env({ AWS_LOCAL_CLOCK_URL: z.optional(z.string()) });
const ports: ClockPorts = { clock: systemClock, advance: url === undefined ? undefined : clockControl(url) };

export const clockHandler = httpFunction(
  route(getClock, async () => answer(200, readClock(ports))),
  route(advanceClock, async ({ body }) => answer(200, await passTime(ports, body))),
);
