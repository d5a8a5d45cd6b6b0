import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

/** What a passed connection test says, and of which company: ids differ between deployments, companies do not. */
const Claims = z.strictObject({
  companyId: z.string(),
  buyerId: z.string(),
  orderId: z.string(),
  confirmedAt: z.string(),
  passedAt: z.string(),
});
export type Claims = z.infer<typeof Claims>;

const head = 'ct1';

const macOf = (secret: string, payload: string): Buffer =>
  createHmac('sha256', secret).update(`${head}.${payload}`).digest();

/** `ct1.<claims>.<HMAC-SHA-256>`: the sandbox hands it out, production believes it, and both keep the same secret. */
export function signCertificate(secret: string, claims: Claims): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return [head, payload, macOf(secret, payload).toString('base64url')].join('.');
}

/** What a certificate claims, if it was signed with the secret; undefined otherwise. */
export function readCertificate(secret: string, certificate: string): Claims | undefined {
  const [version, payload = '', mac = '', ...rest] = certificate.split('.');
  if (version !== head || rest.length > 0) return undefined;
  const [given, expected] = [Buffer.from(mac, 'base64url'), macOf(secret, payload)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return Claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
}
