import { type CredentialPorts, checkCredential } from '../merchants/check-credential.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import { assertVersion, malformed } from '../shared/request.refusals.ts';
import type { Vault } from '../shared/vault.ts';
import { assertMayCheck, countedWith } from './failed-checks.ts';
import type { SaveSettings } from './settings.contract.ts';
import { settingsResource } from './settings.resource.ts';
import { authCodePlace, type StorefrontSettings } from './settings.ts';
import { refuseStorefront } from './storefront.refusals.ts';

export interface SettingsChange {
  readonly settings: StorefrontSettings;
  readonly actor: Actor;
  readonly once: OnceRequest;
  readonly answer: Answer;
}

export interface SettingsPorts extends CredentialPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly settings: {
    get(merchantId: string): Promise<StorefrontSettings | undefined>;
    /** When a refresh of all members last came to its end. */
    membersCheckedAt(merchantId: string): Promise<string | null>;
    earlier(merchantId: string, once: OnceRequest): Promise<Answer | undefined>;
    save(change: SettingsChange): Promise<Answer>;
  };
}

interface SettingsRequest {
  readonly merchantId: string;
  readonly actor: Actor;
  readonly once: OnceRequest;
  /** The version that was read, where the caller wants to overwrite no other one. */
  readonly version?: number | undefined;
}

/** The settings, or what holds before anything was saved. */
export async function readSettings({ settings }: SettingsPorts, merchantId: string): Promise<Answer> {
  const [saved, checkedAt] = await Promise.all([settings.get(merchantId), settings.membersCheckedAt(merchantId)]);
  return answer(200, settingsResource(merchantId, saved, checkedAt));
}

/** Saves what the shop has typed, right or wrong, with what the live check says of it (B1). */
export async function saveSettings(
  ports: SettingsPorts,
  typed: SaveSettings,
  request: SettingsRequest,
): Promise<Answer> {
  const { settings, vault } = ports;
  const { merchantId } = request;
  const earlier = await settings.earlier(merchantId, request.once);
  if (earlier) return earlier;
  const before = await settings.get(merchantId);
  assertVersion(before?.version ?? 0, request.version);
  const code = typed.apiAuthCode ?? (before && (await openCode(vault, before)));
  if (code === undefined) {
    throw malformed([{ pointer: '/apiAuthCode', code: 'required', message: 'No code has been saved before.' }]);
  }
  const at = instant(ports.clock);
  assertMayCheck(before, at);
  const result = await checkCredential(ports, { id: typed.merchantId, code });
  const { apiAuthCode: _, merchantId: connectedId, ...chosen } = typed;
  const saved: StorefrontSettings = {
    ...chosen,
    merchantId,
    connectedId,
    authCode: await vault.seal(authCodePlace(merchantId), code),
    authCodeLast4: shownOf(code),
    credential: { result, checkedAt: at },
    ...countedWith(before, result, at),
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  };
  return await told(ports, saved, request);
}

/** Repeats the live check of what is saved: a code may have been rotated, a merchant suspended or reinstated. */
export async function checkAgain(ports: SettingsPorts, request: SettingsRequest): Promise<Answer> {
  const { settings, vault } = ports;
  const earlier = await settings.earlier(request.merchantId, request.once);
  if (earlier) return earlier;
  const before = await settings.get(request.merchantId);
  if (!before) throw refuseStorefront('StorefrontSettingsNotFound', 'Save merchant id and API auth code first.');
  const at = instant(ports.clock);
  assertMayCheck(before, at);
  const code = await openCode(vault, before);
  const result = await checkCredential(ports, { id: before.connectedId, code });
  const checked = {
    ...before,
    credential: { result, checkedAt: at },
    ...countedWith(before, result, at),
    version: before.version + 1,
    updatedAt: at,
  };
  return await told(ports, checked, request);
}

async function told({ settings }: SettingsPorts, saved: StorefrontSettings, { once, actor }: SettingsRequest) {
  const checkedAt = await settings.membersCheckedAt(saved.merchantId);
  return settings.save({
    settings: saved,
    once,
    actor,
    answer: answer(200, settingsResource(saved.merchantId, saved, checkedAt)),
  });
}

/** The end of a code by which its owner knows it again; of a short text that would be half of it. */
const shownOf = (code: string): string => (code.length < 12 ? '' : code.slice(-4));

const openCode = async (vault: Vault, { merchantId, authCode }: StorefrontSettings): Promise<string> =>
  String(await vault.open(authCodePlace(merchantId), authCode));
