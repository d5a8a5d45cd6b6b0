import type { Clock } from '../shared/clock.ts';
import { earlierAnswer, type OnceOwner, writeOnce } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, WriteRefused } from '../shared/write.ts';
import type { SettingsChange } from './save-settings.ts';
import { StorefrontSettings, settingsId } from './settings.ts';

const ownerOf = (merchantId: string): OnceOwner => `MERCHANT#${merchantId}`;
const settingsKey = (merchantId: string) => ({ PK: ownerOf(merchantId), SK: `STOREFRONT#${settingsId(merchantId)}` });

/** Where a refresh of all members leaves the time of its end. */
export const memberRefreshKey = (merchantId: string) => ({ PK: ownerOf(merchantId), SK: 'MEMBERREFRESH' });

/** Settings of the Transactions table. */
export const settingsStore = (table: Table, clock: Clock) => ({
  get: async (merchantId: string): Promise<StorefrontSettings | undefined> => {
    const item = await table.get(settingsKey(merchantId));
    return item && StorefrontSettings.parse(item);
  },
  membersCheckedAt: async (merchantId: string): Promise<string | null> => {
    const item = await table.get(memberRefreshKey(merchantId));
    return item ? String(item.checkedAt) : null;
  },
  earlier: (merchantId: string, once: OnceRequest) => earlierAnswer(table, ownerOf(merchantId), once),
  save: async ({ settings, actor, once, answer }: SettingsChange) => {
    const { merchantId, version } = settings;
    const write = {
      table: table.name,
      put: { ...settingsKey(merchantId), ...settings, outbox: 'storefront_settings.saved', actor },
      condition: version === 1 ? isNew : atVersion(version - 1),
    };
    try {
      return await writeOnce(table, clock, { owner: ownerOf(merchantId), once, answer, writes: [write] });
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      throw refuseRequest('TooBusy', 'The settings were saved by another request. Send this one again.', {}, error);
    }
  },
});
