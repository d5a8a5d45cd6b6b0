import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import * as z from 'zod/mini';

/** The systems whose wire we speak at a front door of its own, each with its own idea of a credential. */
export const connectedSystems = ['gmo_payment', 'gmo_remittance', 'paid'] as const;
export type ConnectedSystem = (typeof connectedSystems)[number];

/**
 * How a merchant's existing software signs in at one of those front doors: the id that it sends, and the hash of its secret.
 * Those secrets are short and chosen by people, so they get a slow hash with a salt, unlike our own random keys.
 */
export const Connection = z.object({
  system: z.enum(connectedSystems),
  /** The shop id; for Paid, whose code is id and secret in one, the merchant's own id. */
  login: z.string(),
  secretHash: z.string(),
  /** The secret before this one, which opens as well until the overlap ends. */
  previous: z.optional(z.object({ secretHash: z.string(), validUntil: z.string() })),
  state: z._default(z.enum(['active', 'revoked']), 'active'),
  merchantId: z.string(),
  createdAt: z.optional(z.string()),
  version: z.int(),
});
export type Connection = z.infer<typeof Connection>;

const keyBytes = 32;
const saltBytes = 16;

export const newConnection = async (
  of: Pick<Connection, 'system' | 'login' | 'merchantId'> & Partial<Pick<Connection, 'createdAt'>>,
  secret: string,
): Promise<Connection> => ({
  ...of,
  secretHash: await slowHash(secret),
  state: 'active',
  version: 1,
});

/** The same connection under a new secret; the old one opens until the overlap ends. */
export const withNewSecret = async (
  { secretHash, ...of }: Connection,
  secret: string,
  validUntil: string,
): Promise<Connection> => ({
  ...of,
  secretHash: await slowHash(secret),
  previous: { secretHash, validUntil },
  version: of.version + 1,
});

/** True where the secret opens the connection now. A wrong one takes as long as a right one. */
export async function opens(connection: Connection, secret: string, nowMs: number): Promise<boolean> {
  const { secretHash, previous, state } = connection;
  const old = previous && nowMs < Date.parse(previous.validUntil) ? [previous.secretHash] : [];
  const matches = await Promise.all([secretHash, ...old].map((hash) => isHashOf(hash, secret)));
  return state === 'active' && matches.includes(true);
}

const digits = (count: number): string => Array.from({ length: count }, () => String(randomInt(10))).join('');
const letters = '23456789abcdefghijkmnpqrstuvwxyz';
const word = (length: number): string => Array.from({ length }, () => letters[randomInt(letters.length)]).join('');

/** A login and a secret in the form that the system's users know: a shop id and its password, a code of 32 hex digits. */
export const drawLogin: Readonly<Record<ConnectedSystem, (merchantId: string) => string>> = {
  gmo_payment: () => `tshop${digits(8)}`,
  gmo_remittance: () => `rshop${digits(8)}`,
  paid: (merchantId) => merchantId,
};
export const drawSecret: Readonly<Record<ConnectedSystem, () => string>> = {
  gmo_payment: () => word(10),
  gmo_remittance: () => word(8),
  paid: () => randomBytes(16).toString('hex'),
};

/** `scrypt$<salt>$<key>`, base64url. Off the thread that answers: it is slow by design. */
async function slowHash(secret: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await promisify<string, Buffer, number, Buffer>(scrypt)(secret, salt, keyBytes);
  return ['scrypt', salt.toString('base64url'), key.toString('base64url')].join('$');
}

async function isHashOf(kept: string, secret: string): Promise<boolean> {
  const [, salt = '', key = ''] = kept.split('$');
  const expected = Buffer.from(key, 'base64url');
  const given = await promisify<string, Buffer, number, Buffer>(scrypt)(
    secret,
    Buffer.from(salt, 'base64url'),
    keyBytes,
  );
  return given.length === expected.length && timingSafeEqual(given, expected);
}
