import * as z from 'zod/mini';
import { buyerStore } from '../buyers/buyer.store.ts';
import { creditStore } from '../buyers/credit.store.ts';
import { findConnection } from '../merchants/connection.store.ts';
import { findMerchant } from '../merchants/merchant.store.ts';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import type { Caller } from '../shared/contract.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import type { OnceRequest } from '../shared/once.ts';
import { sealedOnce } from '../shared/sealed-once.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { applyForMember, requestLink } from './apply-for-member.ts';
import { changeMemberStatus } from './change-member-status.ts';
import { createMember } from './create-member.ts';
import { listMembers, readMember } from './list-members.ts';
import type { MemberPorts } from './member-ports.ts';
import { memberStatusStore } from './member-status.store.ts';
import * as members from './members.contract.ts';
import { refreshMember, refreshMembers } from './refresh-members.ts';
import { checkAgain, readSettings, type SettingsPorts, saveSettings } from './save-settings.ts';
import * as settings from './settings.contract.ts';
import { settingsStore } from './settings.store.ts';
import { rulesOf } from './settings.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, MAC_KEY_ID } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  MAC_KEY_ID: z.string(),
});

const table = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID, macKeyId: MAC_KEY_ID }), systemClock);

const saved = settingsStore(table, systemClock);

const ports: MemberPorts & SettingsPorts = {
  clock: systemClock,
  vault,
  buyers: buyerStore(table, systemClock, vault),
  credit: creditStore(table),
  settings: saved,
  shop: { rules: async (merchantId) => rulesOf(await saved.get(merchantId)) },
  statuses: memberStatusStore(table, sealedOnce(table, systemClock, vault)),
  connections: { find: (login) => findConnection(table, { system: 'paid', login }) },
  merchants: { find: (merchantId) => findMerchant(table, merchantId) },
};

interface Asked {
  readonly caller: Caller;
  readonly once: OnceRequest;
  readonly requestId: string;
}

const by = ({ caller, once, requestId }: Asked) => ({
  merchantId: caller.merchantId,
  once,
  actor: actorOf({ caller, requestId }),
});

export const storefrontHandler = httpFunction(
  route(settings.getSettings, ({ caller }) => readSettings(ports, caller.merchantId)),
  route(settings.saveSettings, (request) =>
    saveSettings(ports, request.body, { ...by(request), version: request.ifMatch }),
  ),
  route(settings.checkCredential, (request) => checkAgain(ports, by(request))),
  route(members.listMembers, ({ caller, query }) => listMembers(ports, { merchantId: caller.merchantId, ...query })),
  route(members.getMember, ({ caller: { merchantId }, params: { buyerId }, query: { lang } }) =>
    readMember(ports, { merchantId, buyerId, lang }),
  ),
  route(members.createMember, (request) => createMember(ports, request.body, by(request))),
  route(members.changeMemberStatus, (request) =>
    changeMemberStatus(ports, { ...request.params, ...request.body }, by(request)),
  ),
  route(members.applyForMember, (request) => applyForMember(ports, request.params.buyerId, by(request))),
  route(members.requestLink, (request) => requestLink(ports, request.body.buyerId, by(request))),
  route(members.refreshMember, (request) => refreshMember(ports, request.params.buyerId, by(request))),
  route(members.refreshMembers, (request) => refreshMembers(ports, request.body, by(request))),
);
