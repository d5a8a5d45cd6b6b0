import type { Clock } from '../shared/clock.ts';
import { type ApiKey, drawKey, type Environment, isValid, newApiKey } from './api-key.ts';

export interface FirstOperatorPorts {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly keys: {
    of(merchantId: ''): Promise<readonly ApiKey[]>;
    /** All of them, or none where another run was faster: `known` is how many keys this one has seen. */
    addFirst(keys: readonly ApiKey[], known: number): Promise<void>;
  };
}

/** A key as it is handed over: shown once, and kept nowhere but as a hash. */
export interface FirstKey {
  readonly label: string;
  readonly keyId: string;
  readonly key: string;
  readonly validUntil: string;
}

const operatorsMin = 2;
const days = 7;

/**
 * Keys for the first two operators of a deployment, or for two who begin anew where fewer than two keys are left that open
 * doors. They end after a week, in which each operator is given a key of its own by the other: whoever ran this has seen both.
 */
export async function firstOperators(
  { clock, environment, keys }: FirstOperatorPorts,
  labels: readonly [string, string],
): Promise<FirstKey[]> {
  const known = await keys.of('');
  const usable = known.filter((key) => isValid(key, clock.now()));
  if (usable.length >= operatorsMin) {
    throw new Error(
      `There are ${usable.length} operators with keys: they give keys to others (POST /v1/operator-keys).`,
    );
  }
  const createdAt = new Date(clock.now()).toISOString();
  const validUntil = new Date(clock.now() + days * 24 * 60 * 60 * 1000).toISOString();
  const made = labels.map((label) => {
    const written = drawKey(environment);
    const of = { merchantId: '', scopes: ['operator' as const], label, createdAt, createdBy: 'system:first-operators' };
    return { written, key: { ...newApiKey(written, of), validUntil } };
  });
  await keys.addFirst(
    made.map(({ key }) => key),
    known.length,
  );
  return made.map(({ written, key }) => ({ label: key.label, keyId: key.keyId, key: written, validUntil }));
}
