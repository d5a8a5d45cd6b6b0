import type { Clock } from '../shared/clock.ts';
import { type ApiKey, apiKeyOf, type Environment, isValid } from './api-key.ts';
import { isOneHolder, personOf } from './operator-keys.ts';

export interface FirstOperatorPorts {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly keys: {
    of(merchantId: ''): Promise<readonly ApiKey[]>;
    /** All of them, or none where another run was faster: `known` is how many keys this one has seen. */
    addFirst(keys: readonly ApiKey[], known: number): Promise<void>;
  };
}

/** Who holds a key, and the SHA-256 of the key: only the holder has ever seen the key itself. */
export interface Holder {
  readonly label: string;
  readonly sha256: string;
}

const operatorsMin = 2;

/**
 * Lets in the first two operators of a deployment, or two who begin anew where fewer than two keys are left that open doors.
 * From then on operators let in each other, by four eyes.
 */
export async function firstOperators(
  { clock, environment, keys }: FirstOperatorPorts,
  holders: readonly [Holder, Holder],
): Promise<ApiKey[]> {
  const known = await keys.of('');
  const usable = known.filter((key) => isValid(key, clock.now()));
  if (usable.length >= operatorsMin) {
    throw new Error(`There are ${usable.length} operators with keys: they let in others (POST /v1/operator-keys).`);
  }
  const createdAt = new Date(clock.now()).toISOString();
  const made = holders.map(({ label, sha256 }) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`${label}: ${sha256} is not the SHA-256 of a key.`);
    const of = { merchantId: '', scopes: ['operator' as const], label, createdAt, createdBy: 'system:first-operators' };
    return apiKeyOf(sha256, environment, { ...of, ...personOf(known, { label }) });
  });
  const [one, other] = holders;
  if (one.sha256 === other.sha256 || isOneHolder(one, other)) throw new Error('Two people have two keys.');
  await keys.addFirst(made, known.length);
  return made;
}
