import * as z from 'zod/mini';
import type { ClockStep } from './clock.ts';

const Reached = z.object({ now: z.string(), fired: z.int() });

/** The control of the local runtime's clock (local/clock): it answers when the whole system is quiet at the new time. */
export const clockControl = (url: string) => async (step: ClockStep) => {
  const response = await fetch(`${url}/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(step),
  });
  if (!response.ok) throw new Error(`the clock answered ${response.status}: ${await response.text()}`);
  return Reached.parse(await response.json());
};
