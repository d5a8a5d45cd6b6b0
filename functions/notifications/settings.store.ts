import { idFrom } from '../shared/ids.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, unlessRefused } from '../shared/write.ts';
import { NotificationSettings, type SettingsPorts, unchangedSettings } from './settings.ts';

/** The sort key ends with an id of the settings' own: events name their resource by it (functions/events/outbox.ts). */
const settingsKey = (merchantId: string) => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `NOTIFICATIONS#${idFrom('nst', merchantId)}`,
});

/** Notification settings of the Transactions table: one item per merchant that has changed them. */
export const settingsStore = (table: Table): SettingsPorts['settings'] => ({
  find: async (merchantId) => {
    const item = await table.get(settingsKey(merchantId));
    return item ? NotificationSettings.parse(item) : unchangedSettings(merchantId);
  },
  save: async (settings, actor) => {
    const put = { ...settingsKey(settings.merchantId), ...settings, outbox: 'notification_settings.changed', actor };
    const condition = settings.version === 1 ? isNew : atVersion(settings.version - 1);
    return unlessRefused(table.write({ table: table.name, put, condition }));
  },
});
