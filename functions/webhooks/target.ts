import { portable, Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { type TargetPolicy, whatIsWrongWith } from './target-guard.ts';

export interface AddressPorts {
  readonly policy: TargetPolicy;
  /** False when the name of the URL's host leads to an address that we do not call. */
  readonly mayCall: (url: string) => Promise<boolean>;
}

/**
 * Refuses an address that we would not call. A name that leads nowhere yet is let through: its server may come later, and every
 * attempt looks again.
 */
export async function assertCallable({ policy, mayCall }: AddressPorts, url: string): Promise<void> {
  const wrong = whatIsWrongWith(url, policy);
  if (wrong !== undefined) throw refusedUrl(wrong);
  if (!(await mayCall(url))) throw refusedUrl('Must lead to an address of the public internet.');
}

function refusedUrl(message: string): Refusal {
  const refusal = refuseRequest('MalformedRequest', 'Not valid: /url.');
  return new Refusal({ ...portable(refusal), errors: [{ pointer: '/url', code: 'invalid_webhook_url', message }] });
}
