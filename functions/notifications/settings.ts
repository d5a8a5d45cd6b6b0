import * as z from 'zod/mini';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { assertVersion, refuseRequest } from '../shared/request.refusals.ts';
import type { ChangeSettings } from './notification.contract.ts';

/** What a merchant wants its buyers and itself to be told, and how. Version 0 is what nobody has changed yet. */
export const NotificationSettings = z.object({
  merchantId: z.string(),
  /** Urgent news to buyers' mobile phones as well as by e-mail. They cost money, so that they are off until they are wanted. */
  textMessages: z.boolean(),
  version: z.int(),
  updatedAt: z.nullable(z.string()),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

export const unchangedSettings = (merchantId: string): NotificationSettings => ({
  merchantId,
  textMessages: false,
  version: 0,
  updatedAt: null,
});

export interface SettingsPorts {
  readonly clock: Clock;
  readonly settings: {
    find(merchantId: string): Promise<NotificationSettings>;
    /** False when they were changed since they were read. */
    save(settings: NotificationSettings, actor: Actor): Promise<boolean>;
  };
}

const shown = ({ merchantId: _, ...settings }: NotificationSettings) => settings;

/** What a merchant wants to be told. */
export const getSettings = async ({ settings }: SettingsPorts, merchantId: string): Promise<Answer> =>
  answer(200, shown(await settings.find(merchantId)));

interface SettingsRequest {
  readonly merchantId: string;
  readonly change: ChangeSettings;
  readonly version?: number | undefined;
  readonly actor: Actor;
}

const triesMax = 3;

/**
 * Changes it. What the request says holds afterwards, whatever held before, so that it may be sent twice; whoever names the
 * `version` that was read overwrites no other one.
 */
export async function changeSettings({ clock, settings }: SettingsPorts, request: SettingsRequest): Promise<Answer> {
  const { merchantId, change, version, actor } = request;
  for (let tries = 0; tries < triesMax; tries++) {
    const before = await settings.find(merchantId);
    if (before.version > 0 && before.textMessages === change.textMessages) return answer(200, shown(before));
    assertVersion(before.version, version);
    const after = { ...before, ...change, version: before.version + 1, updatedAt: instant(clock) };
    if (await settings.save(after, actor)) return answer(200, shown(after));
  }
  throw refuseRequest('TooBusy', 'The settings are being changed by others. Send the same request again.');
}
