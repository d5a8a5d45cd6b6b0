import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { type Scope, scopes } from '../shared/contract.ts';
import { idFrom } from '../shared/ids.ts';
import { paymentMethods } from './method-contract.ts';

/** Which world a key opens. It stands in the key's own text, so that a key of the wrong world is seen at a glance. */
export type Environment = 'test' | 'live';

/** A bearer key as it is kept: never the key itself, only its SHA-256 (API.md section 8, Auth). */
export const ApiKey = z.object({
  hash: z.string(),
  keyId: z.string(),
  kind: z.enum(['merchant', 'operator']),
  /** Empty for an operator's key. */
  merchantId: z.string(),
  scopes: z.array(z.enum(scopes)),
  environment: z.enum(['test', 'live']),
  /** An operator's key is `pending` until another operator has approved it. */
  state: z.enum(['pending', 'active', 'revoked']),
  label: z._default(z.string(), ''),
  /** Reads and does not write: its merchant is suspended, or its contract has ended. */
  isRestricted: z._default(z.boolean(), false),
  /** The methods by which new orders may be paid: those of its merchant's contracts that are in force. */
  methods: z._default(z.array(z.enum(paymentMethods)), ['paid']),
  /** The instant from which it opens nothing any more; two keys overlap while one replaces the other. */
  validUntil: z.optional(z.string()),
  createdAt: z.optional(z.string()),
  createdBy: z.optional(z.string()),
  approvedBy: z.optional(z.string()),
  /** Which person an operator is: the id of the first key under its holder's name; absent where this is that key. */
  personId: z.optional(z.string()),
  /** An operator's former key, which ends when this one is approved. */
  replaces: z.optional(z.string()),
  revokedBy: z.optional(z.string()),
  version: z.int(),
});
export type ApiKey = z.infer<typeof ApiKey>;

const written = /^sk_(?<environment>test|live)_[A-Za-z0-9]{4,64}$/;

/** The world that a key says it is of; undefined for text that is not a key. */
export function environmentOf(key: string): Environment | undefined {
  return written.exec(key)?.groups?.environment as Environment | undefined;
}

/** A fast hash is enough: a key is drawn at random, so there is nothing to guess it from. */
export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

const keyBytes = 24;

/** A key that nobody can guess: 192 bits, written in the letters that a key may have. */
export const drawKey = (environment: Environment): string =>
  `sk_${environment}_${randomBytes(keyBytes).toString('hex')}`;

type OptionalMember =
  | 'state'
  | 'label'
  | 'isRestricted'
  | 'methods'
  | 'createdAt'
  | 'createdBy'
  | 'personId'
  | 'replaces';

interface KeyOf extends Partial<Pick<ApiKey, OptionalMember>> {
  /** Left empty for an operator's key. */
  readonly merchantId: string;
  readonly scopes: Scope[];
}

/** A new key as it is kept. */
export function newApiKey(key: string, of: KeyOf): ApiKey {
  const environment = environmentOf(key);
  if (!environment) throw new Error('an API key is written sk_test_… or sk_live_…');
  return apiKeyOf(hashOf(key), environment, of);
}

/** The same for a key that only its holder has ever seen. */
export const apiKeyOf = (hash: string, environment: Environment, of: KeyOf): ApiKey => ({
  hash,
  keyId: idFrom('key', hash),
  kind: of.merchantId === '' ? 'operator' : 'merchant',
  environment,
  state: 'active',
  label: '',
  isRestricted: false,
  methods: of.merchantId === '' ? [] : ['paid'],
  ...of,
  version: 1,
});

/** True while the key opens doors. */
export const isValid = (key: ApiKey, nowMs: number): boolean =>
  key.state === 'active' && (key.validUntil === undefined || nowMs < Date.parse(key.validUntil));
