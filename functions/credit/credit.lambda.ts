import * as z from 'zod/mini';
import { buyerStore } from '../buyers/buyer.store.ts';
import { creditStore } from '../buyers/credit.store.ts';
import { examinationKey, readExamination } from '../screening/examination.item.ts';
import { refuseExamination } from '../screening/examination.refusals.ts';
import { examinationsOf } from '../screening/examination.store.ts';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import type { Caller } from '../shared/contract.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import type { OnceRequest } from '../shared/once.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { companyStore } from './company.store.ts';
import { type CompanyPorts, findCompanies, getCompany } from './company-exposure.ts';
import * as changes from './credit.contract.ts';
import { creditChangesStore } from './credit-changes.store.ts';
import * as reads from './credit-read.contract.ts';
import { limitChangeStore } from './limit-change.store.ts';
import { decideLimitChange, type LimitChangePorts, proposeLimitChange } from './limit-change.ts';
import type { RelationPorts } from './operator-request.ts';
import * as policies from './policy.contract.ts';
import {
  getCreditHistory,
  getCreditRelation,
  getLimitChange,
  listLimitChanges,
  type ReadCreditPorts,
} from './read-credit.ts';
import { type RenewalPorts, requestRenewal } from './renew.ts';
import { renewalStore } from './renewal.store.ts';
import { getCreditPolicy, listCreditPolicies, type SimulatePorts, simulateDecision } from './simulate.ts';
import { reinstateBuyer, suspendBuyer } from './suspend.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID } = env({ TRANSACTIONS_TABLE: z.string(), DATA_KEY_ID: z.string() });

const transactions = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), systemClock);
const relations = creditChangesStore(transactions, systemClock);
const { get } = buyerStore(transactions, systemClock, vault);

const ports: RelationPorts & LimitChangePorts & RenewalPorts & ReadCreditPorts & CompanyPorts & SimulatePorts = {
  clock: systemClock,
  vault,
  relations,
  limitChanges: limitChangeStore(transactions, systemClock),
  renewals: renewalStore(transactions, relations.carryOut),
  companies: companyStore(transactions, creditStore(transactions).held),
  assertBuyer: async (merchantId, buyerId) => void (await get(merchantId, buyerId)),
  examinationsOf: (buyerId) => examinationsOf(transactions, buyerId),
  examination: async (examinationId) => {
    const item = await transactions.get(examinationKey(examinationId));
    if (item) return readExamination(item);
    throw refuseExamination('ExaminationNotFound', `There is no examination ${examinationId}.`);
  },
};

const by = (request: { caller: Caller; requestId: string; once: OnceRequest }) => ({
  actor: actorOf(request),
  once: request.once,
});

export const creditHandler = httpFunction(
  route(changes.suspendBuyer, (request) => suspendBuyer(ports, request.params.buyerId, request.body, by(request))),
  route(changes.reinstateBuyer, (request) =>
    reinstateBuyer(ports, request.params.buyerId, request.body.note, by(request)),
  ),
  route(changes.requestRenewal, (request) => requestRenewal(ports, request.params.buyerId, by(request))),
  route(changes.proposeLimitChange, (request) =>
    proposeLimitChange(ports, request.params.buyerId, request.body, by(request)),
  ),
  route(changes.decideLimitChange, (request) =>
    decideLimitChange(ports, request.params.limitChangeId, request.body, by(request)),
  ),
  route(reads.listLimitChanges, ({ query }) => listLimitChanges(ports, query)),
  route(reads.getLimitChange, ({ params }) => getLimitChange(ports, params.limitChangeId)),
  route(reads.getCreditHistory, ({ caller, params, query }) =>
    getCreditHistory(ports, { merchantId: caller.merchantId, ...params, ...query }),
  ),
  route(reads.getCreditRelation, ({ params }) => getCreditRelation(ports, params.buyerId)),
  route(reads.getCompany, ({ params }) => getCompany(ports, params.companyId)),
  route(reads.findCompanies, ({ query }) => findCompanies(ports, query.corporateNumber)),
  route(policies.listCreditPolicies, async () => listCreditPolicies()),
  route(policies.getCreditPolicy, async ({ params }) => getCreditPolicy(params.policy)),
  route(policies.simulateDecision, ({ params, body }) => simulateDecision(ports, params.policy, body)),
);
