import { AwsFailure } from '../endpoints/aws-failure.ts';
import type { RestAnswer, RestRequest, RestService } from '../endpoints/service-server.ts';
import type { Suspensions } from './suspensions.ts';
import type { ClockControl } from './virtual-clock.ts';

const path = /^\/clock(?:\/threads\/([^/]+))?(\/advance)?$/;

/** What a Lambda of the thread gets as AWS_LOCAL_CLOCK_URL: the address says who is calling. */
export const clockUrlOf = (serverUrl: string, threadKey: string): string => `${serverUrl}/clock/threads/${threadKey}`;

/**
 * The clock's HTTP control: GET {url} gives the time, POST {url}/advance {"to"} or {"byMs"} moves it and answers when the
 * system is quiet.
 * The invocation that asks does not count as work while it waits: it would wait for itself.
 */
export function clockControl(clock: ClockControl, suspensions: Suspensions): RestService {
  const now = (): string => new Date(clock.now()).toISOString();
  const json = (body: object): RestAnswer => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const advance = async ({ body }: RestRequest, threadKey: string | undefined): Promise<RestAnswer> => {
    const { to, byMs } = JSON.parse(body || '{}') as { to?: string; byMs?: number };
    const toMs = Date.parse(to ?? '');
    if (Number.isNaN(toMs) && byMs === undefined)
      throw new AwsFailure('ValidationException', 'to must be an instant such as 2026-12-01T00:00:00Z');
    const resume = threadKey && suspensions.get(threadKey)?.();
    try {
      const fired = await (byMs === undefined ? clock.advanceTo(toMs) : clock.advanceBy(byMs));
      return json({ now: now(), fired });
    } finally {
      if (resume) resume();
    }
  };
  return (request) => {
    const [matched, threadKey, isAdvance] = path.exec(request.path) ?? [];
    if (matched === undefined) return undefined;
    if (isAdvance && request.method === 'POST') return advance(request, threadKey);
    if (!isAdvance && request.method === 'GET') return Promise.resolve(json({ now: now() }));
    return undefined;
  };
}
