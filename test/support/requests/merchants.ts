import { drawKey, hashOf } from '../../../functions/merchants/api-key.ts';
import { aDocument, anApplication, onboarding } from '../merchants.ts';
import { type OnceRows, own, type Parties, plain, type RequestRows } from './rows.ts';

const at = (id: string, rest = '') => `/v1/merchants/${id}${rest}`;
const staffOf = ({ operator, operator2 }: Parties) => onboarding(operator, operator2);

/** A valid request about a merchant of its own, made by the steps before it. */
type Made = (parties: Parties) => Promise<{ readonly path: string; readonly body: object }>;

const anOperatorKey = () => ({ label: '審査担当', sha256: hashOf(drawKey('test')) });

const posts: Readonly<Record<string, Made>> = {
  applyAsMerchant: async () => ({ path: '/v1/merchants', body: anApplication() }),
  receiveMerchantDocument: async (parties) => {
    const { id } = await staffOf(parties).apply();
    return { path: at(id, '/documents'), body: aDocument('photo_id') };
  },
  decideMerchantDocument: async (parties) => {
    const { id } = await staffOf(parties).complete();
    return { path: at(id, '/documents/photo_id/decision'), body: { outcome: 'reject', note: '不鮮明' } };
  },
  submitMerchant: async (parties) => ({
    path: at((await staffOf(parties).complete()).id, '/submission'),
    body: {},
  }),
  screenMerchant: async (parties) => ({
    path: at((await staffOf(parties).submitted()).id, '/screenings'),
    body: {},
  }),
  proposeMerchantAction: async (parties) => ({
    path: at((await staffOf(parties).apply()).id, '/proposals'),
    body: { action: 'reject', reason: '取扱不可の商材' },
  }),
  decideMerchantProposal: async (parties) => {
    const { operator, operator2 } = parties;
    const other = onboarding(operator2, operator);
    const { id } = await other.apply();
    const proposalId = await other.propose(id, 'reject');
    return { path: at(id, `/proposals/${proposalId}/decision`), body: { outcome: 'confirm', reason: '同意' } };
  },
  issueApiKey: async (parties) => ({
    path: at((await staffOf(parties).approved()).id, '/api-keys'),
    body: { environment: 'test', label: '本店' },
  }),
  rotateApiKey: async (parties) => {
    const staff = staffOf(parties);
    const { id } = await staff.approved();
    const key = await staff.issueKey(id);
    return { path: at(id, `/api-keys/${key.id}/rotations`), body: { overlapHours: 1 } };
  },
  issueConnection: async (parties) => ({
    path: at((await staffOf(parties).approved()).id, '/connections'),
    body: { system: 'paid' },
  }),
  rotateConnection: async (parties) => {
    const { id } = await staffOf(parties).approved();
    await parties.operator.api.post(at(id, '/connections'), { system: 'gmo_payment' });
    return { path: at(id, '/connections/gmo_payment/rotations'), body: { overlapHours: 1 } };
  },
  registerOperatorKey: async () => ({ path: '/v1/operator-keys', body: anOperatorKey() }),
  approveOperatorKey: async ({ operator2 }) => {
    const { id } = await operator2.api.post<{ id: string }>('/v1/operator-keys', anOperatorKey());
    return { path: `/v1/operator-keys/${id}/approval`, body: {} };
  },
  requestMethodContract: async (parties) => ({
    path: at((await staffOf(parties).apply()).id, '/contracts'),
    body: { method: 'recruit', items: { recruitMerchantId: 'R-0001' } },
  }),
  moveMethodContract: async (parties) => {
    const { id } = await staffOf(parties).apply();
    const body = { method: 'recruit', items: { recruitMerchantId: 'R-0001' } };
    await parties.operator.api.post(at(id, '/contracts'), body);
    return { path: at(id, '/contracts/recruit/transitions'), body: { to: 'examined', reason: '確認した' } };
  },
};

/** The same, where the connection test needs a merchant that has made its calls. */
const tested: Made = async (parties) => {
  const staff = staffOf(parties);
  const { id } = await staff.approved();
  const { key } = await staff.issueKey(id);
  await staff.firstCalls(parties.as(key));
  return { path: at(id, '/connection-tests'), body: {} };
};
const all = { ...posts, passConnectionTest: tested };

/** Whom the world's own merchant is: everything that is only read is read of it. */
const demo = 'mer_demo';

export const merchantRequests: RequestRows = {
  listMerchants: plain('/v1/merchants'),
  getMerchant: plain(at(demo)),
  getOwnMerchant: plain('/v1/merchant'),
  listMerchantScreenings: plain(at(demo, '/screenings')),
  listApiKeys: plain(at(demo, '/api-keys')),
  listConnections: plain(at(demo, '/connections')),
  listOperatorKeys: plain('/v1/operator-keys'),
  changeMerchant: own(async (_, parties) => ({
    path: at((await staffOf(parties).apply()).id),
    body: { contactEmail: 'keiri@example.co.jp' },
    headers: { 'if-match': '"1"' },
  })),
  revokeApiKey: own(async (_, parties) => {
    const staff = staffOf(parties);
    const { id } = await staff.approved();
    return { path: at(id, `/api-keys/${(await staff.issueKey(id)).id}`) };
  }),
  revokeConnection: own(async (_, parties) => {
    const { id } = await staffOf(parties).approved();
    await parties.operator.api.post(at(id, '/connections'), { system: 'paid' });
    return { path: at(id, '/connections/paid') };
  }),
  revokeOperatorKey: own(async (_, { operator }) => {
    const { id } = await operator.api.post<{ id: string }>('/v1/operator-keys', anOperatorKey());
    return { path: `/v1/operator-keys/${id}` };
  }),
  ...Object.fromEntries(Object.entries(all).map(([name, make]) => [name, own((_, parties) => make(parties))])),
};

const otherBodies: Readonly<Record<string, object>> = {
  applyAsMerchant: { name: '別の店' },
  decideMerchantDocument: { note: '別の理由' },
  proposeMerchantAction: { reason: '別の理由' },
  issueApiKey: { label: '別の店舗' },
  rotateApiKey: { overlapHours: 2 },
  issueConnection: { system: 'gmo_payment' },
  registerOperatorKey: { label: '別の担当' },
  moveMethodContract: { reason: '別の理由' },
};

export const merchantOnce: OnceRows = Object.fromEntries(
  Object.entries(all).map(([name, make]) => [
    name,
    async (parties: Parties) => {
      const { path, body } = await make(parties);
      const other = otherBodies[name];
      return { api: parties.operator.api, path, body, ...(other ? { otherBody: { ...body, ...other } } : {}) };
    },
  ]),
);
