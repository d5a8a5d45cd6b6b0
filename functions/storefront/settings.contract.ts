import * as z from 'zod/mini';
import { credentialResults } from '../merchants/check-credential.ts';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { memberApprovals } from './settings.ts';

const Text = z.object({ ja: z.string(), en: z.string() });

export const SaveSettings = z.strictObject({
  merchantId: line(64),
  /** 32 hexadecimal digits. It may be left out when one was saved before. */
  apiAuthCode: z.optional(line(64)),
  showLinkBanner: z._default(z.boolean(), false),
  memberApproval: z._default(z.enum(memberApprovals), 'manual'),
  enableForNewMembers: z._default(z.boolean(), false),
});
export type SaveSettings = z.infer<typeof SaveSettings>;

const SettingsResource = z.object({
  id: z.string(),
  /** As it was typed; empty before anything was saved. */
  merchantId: z.string(),
  /** The last four characters behind dots, never the code. */
  apiAuthCode: z.nullable(z.string()),
  showLinkBanner: z.boolean(),
  memberApproval: z.enum(memberApprovals),
  enableForNewMembers: z.boolean(),
  credential: z.nullable(z.object({ result: z.enum(credentialResults), checkedAt: z.string(), text: Text })),
  /** The shop may offer the method: the credentials work, and they are its own. */
  connected: z.boolean(),
  /** When all members were last refreshed. */
  membersCheckedAt: z.nullable(z.string()),
  version: z.int(),
});
export type SettingsResource = z.infer<typeof SettingsResource>;

const tag = 'Storefront';
const settings = { description: 'The settings, with what the live check found.', schema: SettingsResource };

export const getSettings = contract({
  operation: 'getStorefrontSettings',
  method: 'GET',
  path: '/v1/storefront/settings',
  tag,
  summary: 'Reads how the shop has set up payment on credit',
  audience: 'storefront:read',
  answers: { 200: settings },
});

export const saveSettings = contract({
  operation: 'saveStorefrontSettings',
  method: 'POST',
  path: '/v1/storefront/settings',
  tag,
  summary: 'Saves the settings and checks merchant id and API auth code at once',
  audience: 'storefront:write',
  body: SaveSettings,
  once: true,
  ifMatch: 'optional',
  answers: { 200: settings },
  refusals: ['TooManyFailedChecks'],
});

export const checkCredential = contract({
  operation: 'checkStorefrontCredential',
  method: 'POST',
  path: '/v1/storefront/settings/credential-checks',
  tag,
  summary: 'Checks the saved merchant id and API auth code again',
  audience: 'storefront:write',
  body: z.strictObject({}),
  once: true,
  answers: { 200: settings },
  refusals: ['StorefrontSettingsNotFound', 'TooManyFailedChecks'],
});

export const settingsContracts = [getSettings, saveSettings, checkCredential];
