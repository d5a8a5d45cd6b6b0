import * as z from 'zod/mini';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { openTable } from '../shared/table.ts';
import { type ListMessagesPorts, listMessages } from './list-messages.ts';
import { messageStore } from './message.store.ts';
import * as contracts from './notification.contract.ts';
import { settingsStore } from './settings.store.ts';
import { changeSettings, getSettings, type SettingsPorts } from './settings.ts';

const { TRANSACTIONS_TABLE } = env({ TRANSACTIONS_TABLE: z.string() });

const transactions = openTable(TRANSACTIONS_TABLE);

const ports: ListMessagesPorts & SettingsPorts = {
  clock: systemClock,
  messages: messageStore(transactions),
  settings: settingsStore(transactions),
};

export const messagesHandler = httpFunction(
  route(contracts.listMessages, ({ caller, query }) =>
    listMessages(ports, { merchantId: caller.merchantId, ...query }),
  ),
  route(contracts.getNotificationSettings, ({ caller }) => getSettings(ports, caller.merchantId)),
  route(contracts.changeNotificationSettings, (request) =>
    changeSettings(ports, {
      merchantId: request.caller.merchantId,
      change: request.body,
      version: request.ifMatch,
      actor: actorOf(request),
    }),
  ),
);
