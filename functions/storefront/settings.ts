import * as z from 'zod/mini';
import { credentialResults } from '../merchants/check-credential.ts';
import { idFrom } from '../shared/ids.ts';
import { FailedChecks } from './failed-checks.ts';

export const memberApprovals = ['automatic', 'manual'] as const;

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** How a shop has set this method up (CAPABILITIES.md B1, P4). One per merchant. */
export const StorefrontSettings = z.object({
  merchantId: z.string(),
  /** As it was typed: it may be wrong, and is then shown as it is. */
  connectedId: z.string(),
  /** The API auth code, sealed. Of the code itself only the last characters are ever shown. */
  authCode: bytes,
  authCodeLast4: z.string(),
  showLinkBanner: z.boolean(),
  memberApproval: z.enum(memberApprovals),
  enableForNewMembers: z.boolean(),
  credential: z.object({ result: z.enum(credentialResults), checkedAt: z.string() }),
  failedChecks: z.optional(FailedChecks),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type StorefrontSettings = z.infer<typeof StorefrontSettings>;

/** What decides at the doors. */
export type Pattern = Pick<StorefrontSettings, 'memberApproval' | 'enableForNewMembers'>;

/** What the settings mean for members. */
export interface ShopRules extends Pattern {
  readonly showLinkBanner: boolean;
  readonly connected: boolean;
}

/** A shop that has saved nothing yet is as careful as can be. */
export const rulesOf = (settings: StorefrontSettings | undefined): ShopRules => ({
  memberApproval: settings?.memberApproval ?? 'manual',
  enableForNewMembers: settings?.enableForNewMembers ?? false,
  showLinkBanner: settings?.showLinkBanner ?? false,
  connected: isConnected(settings),
});

export const settingsId = (merchantId: string): string => idFrom('sto', merchantId);

/** Where the API auth code is sealed for. */
export const authCodePlace = (merchantId: string) => ({ merchantId, field: 'storefront-auth-code' });

/** The method works only under the merchant's own, working credentials: somebody else's would apply in their name. */
export const isConnected = (settings: StorefrontSettings | undefined): boolean =>
  settings?.credential.result === 'ok' && settings.connectedId === settings.merchantId;
