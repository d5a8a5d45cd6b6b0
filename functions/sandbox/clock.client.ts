import * as z from 'zod/mini';

const Reached = z.object({ now: z.string(), fired: z.int() });

/** The control of the local runtime's clock (local/clock): it answers when the whole system is quiet at the new time. */
export const clockControl = (url: string) => async (to: string) => {
  const response = await fetch(`${url}/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to }),
  });
  if (!response.ok) throw new Error(`the clock answered ${response.status}: ${await response.text()}`);
  return Reached.parse(await response.json());
};
