import { randomBytes, scrypt } from 'node:crypto';
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
  merchantId: z.string(),
  version: z.int(),
});
export type Connection = z.infer<typeof Connection>;

const keyBytes = 32;
const saltBytes = 16;

export const newConnection = async (
  of: Pick<Connection, 'system' | 'login' | 'merchantId'>,
  secret: string,
): Promise<Connection> => ({
  ...of,
  secretHash: await slowHash(secret),
  version: 1,
});

/** `scrypt$<salt>$<key>`, base64url. Off the thread that answers: it is slow by design. */
async function slowHash(secret: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await promisify<string, Buffer, number, Buffer>(scrypt)(secret, salt, keyBytes);
  return ['scrypt', salt.toString('base64url'), key.toString('base64url')].join('$');
}
