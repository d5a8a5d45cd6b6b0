import { credentialTexts } from './credential-texts.ts';
import type { SettingsResource } from './settings.contract.ts';
import { isConnected, type StorefrontSettings, settingsId } from './settings.ts';

/** The settings as the shop's staff sees them. The code itself is never told again. */
export function settingsResource(
  merchantId: string,
  saved: StorefrontSettings | undefined,
  membersCheckedAt: string | null,
): SettingsResource {
  return {
    id: settingsId(merchantId),
    merchantId: saved?.connectedId ?? '',
    apiAuthCode: saved ? `••••${saved.authCodeLast4}` : null,
    showLinkBanner: saved?.showLinkBanner ?? false,
    memberApproval: saved?.memberApproval ?? 'manual',
    enableForNewMembers: saved?.enableForNewMembers ?? false,
    credential: saved ? { ...saved.credential, text: credentialTexts[toldOf(saved)] } : null,
    connected: isConnected(saved),
    membersCheckedAt,
    version: saved?.version ?? 0,
  };
}

const toldOf = (saved: StorefrontSettings) =>
  saved.credential.result === 'ok' && !isConnected(saved) ? 'not_own_id' : saved.credential.result;
