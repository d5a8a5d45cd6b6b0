import type { Clock } from '../shared/clock.ts';
import type { AuthorizerContext } from '../shared/request.ts';
import { type ApiKey, type Environment, environmentOf, hashOf, isValid } from './api-key.ts';
import type { Taken } from './token-buckets.ts';

export interface AuthorizePorts {
  readonly keys: { find(hash: string): Promise<ApiKey | undefined> };
  readonly clock: Clock;
  /** The world that this deployment serves: keys of the other one are nobody's here. */
  readonly environment: Environment;
  /** Takes one request of a key's share; absent where there is no limit. */
  readonly take?: ((keyId: string) => Taken) | undefined;
}

const anonymous: AuthorizerContext = { kind: 'anonymous' };

/**
 * Who holds the key of an Authorization header. A known, an unknown and a revoked key take the same work: one hash and the
 * same look-ups by it, so that an answer's time says nothing about how near a guess was.
 */
export async function authorize(ports: AuthorizePorts, authorization: string | undefined): Promise<AuthorizerContext> {
  const key = /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
  if (key === undefined || environmentOf(key) !== ports.environment) return anonymous;
  const found = await ports.keys.find(hashOf(key));
  if (!found || found.environment !== ports.environment || !isValid(found, ports.clock.now())) return anonymous;
  const { kind, keyId, merchantId, isRestricted, personId } = found;
  const scopes = found.scopes.join(' ');
  const methods = found.methods.join(' ');
  const share = ports.take ? shareOf(ports.take(keyId)) : {};
  const more = {
    ...(isRestricted ? { restricted: 'true' as const } : {}),
    ...(personId ? { personId } : {}),
    ...share,
  };
  return { kind, keyId, merchantId, scopes, methods, ...more };
}

const shareOf = ({ remaining, retryAfter }: Taken): Pick<AuthorizerContext, 'remaining' | 'retryAfter'> => ({
  remaining: String(remaining),
  ...(retryAfter === undefined ? {} : { retryAfter: String(retryAfter) }),
});
