import { aCompany } from '../companies.ts';
import { anActiveBuyer, type Merchant, type Operator } from '../sessions.ts';
import { aboutOurs, type OnceRows, own, plain, type RequestRows } from './rows.ts';

const onBuyer = (buyerId: string, rest: string) => `/v1/buyers/${buyerId}${rest}`;
const suspension = { reason: 'payment_overdue', note: '入金が確認できない' };
const proposal = { creditLimit: 2_000_000, reason: '取引の拡大' };
const approval = { outcome: 'approve', reason: '決算書を確認した' };
const policy = 'credit-policy-2026-02';

const aBuyerWithCredit = async (demo: Merchant) => (await anActiveBuyer(demo, aCompany())).id;

async function aSuspendedBuyer(demo: Merchant, operator: Operator): Promise<string> {
  const id = await aBuyerWithCredit(demo);
  await operator.api.post(onBuyer(id, '/suspensions'), suspension);
  return id;
}

async function aLimitChange(demo: Merchant, operator: Operator): Promise<string> {
  const path = onBuyer(await aBuyerWithCredit(demo), '/limit-changes');
  return (await operator.api.post<{ id: string }>(path, proposal)).id;
}

const aCompanyId = async (operator: Operator, demo: Merchant): Promise<string> => {
  const { company } = await anActiveBuyer(demo, aCompany());
  const path = `/v1/companies?corporateNumber=${company.corporateNumber}`;
  const { items } = await operator.api.get<{ items: { id: string }[] }>(path);
  return String(items[0]?.id);
};

let lists = 0;

/** A list of one invented name, which names nobody else. */
export function aSanctionsList(name = '株式会社架空例組', kana = 'カクウレイグミ', programme = 'antisocial') {
  lists += 1;
  return {
    format: 1,
    listId: `test-${Date.now().toString(36)}-${lists}`,
    title: 'A list of a test',
    effectiveOn: '2026-11-01',
    entries: [
      {
        id: 'w-0001',
        kind: 'organization',
        programme,
        name: { kanji: name, kana },
        aliases: [],
        birthDates: [],
        addresses: [],
        listedOn: '2026-11-01',
      },
    ],
  };
}

/** A version that waits for a decision. */
export const aPendingList = async (by: Operator, list = aSanctionsList()): Promise<string> =>
  (await by.api.post<{ id: string }>('/v1/sanctions-lists', list)).id;

const rejection = { outcome: 'reject', reason: '出典を確認できない' };

export const creditRequests: RequestRows = {
  suspendBuyer: own(async (_, { demo }) => ({
    path: onBuyer(await aBuyerWithCredit(demo), '/suspensions'),
    body: suspension,
  })),
  reinstateBuyer: own(async (_, { demo, operator }) => ({
    path: onBuyer(await aSuspendedBuyer(demo, operator), '/reinstatements'),
    body: { note: '入金を確認した' },
  })),
  requestRenewal: own(async (_, { demo }) => ({
    path: onBuyer(await aBuyerWithCredit(demo), '/credit/renewals'),
    body: {},
  })),
  proposeLimitChange: own(({ buyerId }) => ({ path: onBuyer(buyerId, '/limit-changes'), body: proposal })),
  decideLimitChange: own(async (_, { demo, operator2 }) => ({
    path: `/v1/limit-changes/${await aLimitChange(demo, operator2)}/decision`,
    body: approval,
  })),
  listLimitChanges: plain('/v1/limit-changes'),
  getLimitChange: own(async (_, { demo, operator }) => ({
    path: `/v1/limit-changes/${await aLimitChange(demo, operator)}`,
  })),
  getCreditHistory: aboutOurs(({ buyerId }) => ({ path: onBuyer(buyerId, '/credit/history') })),
  getCreditRelation: own(({ buyerId }) => ({ path: `/v1/credit-relations/${buyerId}` })),
  getCompany: own(async (_, { demo, operator }) => ({ path: `/v1/companies/${await aCompanyId(operator, demo)}` })),
  findCompanies: plain('/v1/companies?corporateNumber=7000012050002'),
  listSanctionsLists: plain('/v1/sanctions-lists'),
  proposeSanctionsList: own(() => ({ path: '/v1/sanctions-lists', body: aSanctionsList() })),
  decideSanctionsList: own(async (_, { operator2 }) => ({
    path: `/v1/sanctions-lists/${await aPendingList(operator2)}/decision`,
    body: rejection,
  })),
  listCreditPolicies: plain('/v1/credit-policies'),
  getCreditPolicy: plain(`/v1/credit-policies/${policy}`),
  simulateDecision: own(({ examinationId }) => ({
    path: `/v1/credit-policies/${policy}:simulate`,
    body: { examinationId },
  })),
};

export const creditOnce: OnceRows = {
  suspendBuyer: async ({ demo, operator }) => ({
    api: operator.api,
    path: onBuyer(await aBuyerWithCredit(demo), '/suspensions'),
    body: suspension,
    otherBody: { reason: 'manual_hold' },
  }),
  reinstateBuyer: async ({ demo, operator }) => ({
    api: operator.api,
    path: onBuyer(await aSuspendedBuyer(demo, operator), '/reinstatements'),
    body: { note: '入金を確認した' },
    otherBody: { note: '別の理由' },
  }),
  requestRenewal: async ({ demo, operator }) => ({
    api: operator.api,
    path: onBuyer(await aBuyerWithCredit(demo), '/credit/renewals'),
    body: {},
  }),
  proposeLimitChange: async ({ demo, operator }) => ({
    api: operator.api,
    path: onBuyer(await aBuyerWithCredit(demo), '/limit-changes'),
    body: proposal,
    otherBody: { ...proposal, creditLimit: 3_000_000 },
  }),
  proposeSanctionsList: async ({ operator }) => ({
    api: operator.api,
    path: '/v1/sanctions-lists',
    body: aSanctionsList(),
    otherBody: aSanctionsList(),
  }),
  decideSanctionsList: async ({ operator, operator2 }) => ({
    api: operator2.api,
    path: `/v1/sanctions-lists/${await aPendingList(operator)}/decision`,
    body: rejection,
    otherBody: { ...rejection, reason: '別の理由' },
  }),
  decideLimitChange: async ({ demo, operator, operator2 }) => ({
    api: operator2.api,
    path: `/v1/limit-changes/${await aLimitChange(demo, operator)}/decision`,
    body: approval,
    otherBody: { outcome: 'reject', reason: '根拠が足りない' },
  }),
};
