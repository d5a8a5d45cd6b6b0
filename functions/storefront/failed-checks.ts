import * as z from 'zod/mini';
import type { CredentialResult } from '../merchants/check-credential.ts';
import type { StorefrontSettings } from './settings.ts';
import { refuseStorefront } from './storefront.refusals.ts';

/** Checks that found a wrong id or code, counted in the settings' own write: requests at the same moment are told no result. */
export const FailedChecks = z.object({ since: z.string(), count: z.int() });
type FailedChecks = z.infer<typeof FailedChecks>;

/** Who mistypes is not held up by this; who guesses at another merchant's code is. */
const failuresMax = 10;
const windowMs = 60 * 60 * 1000;

type Counted = Pick<StorefrontSettings, 'failedChecks'> | undefined;

const endOf = ({ since }: FailedChecks): number => Date.parse(since) + windowMs;

const current = (before: Counted, at: string): FailedChecks | undefined =>
  before?.failedChecks && Date.parse(at) < endOf(before.failedChecks) ? before.failedChecks : undefined;

/** Refuses another check until the hour of the failed ones is over. */
export function assertMayCheck(before: Counted, at: string): void {
  const failed = current(before, at);
  if (!failed || failed.count < failuresMax) return;
  const retryAfter = Math.ceil((endOf(failed) - Date.parse(at)) / 1000);
  const detail = `${failuresMax} checks within an hour have failed. Look the id and the code up before the next one.`;
  throw refuseStorefront('TooManyFailedChecks', detail, { retryAfter });
}

/** The count after a check. One that succeeds leaves it: a guesser who is somebody too does not begin anew. */
export function countedWith(before: Counted, result: CredentialResult, at: string): Counted & object {
  const failed = current(before, at);
  if (result !== 'wrong_id' && result !== 'wrong_code') return failed ? { failedChecks: failed } : {};
  return { failedChecks: { since: failed?.since ?? at, count: (failed?.count ?? 0) + 1 } };
}
