import { aCompany } from '../companies.ts';
import type { Merchant } from '../sessions.ts';
import { aboutOurs, type OnceRows, own, plain, type RequestRows } from './rows.ts';

/** The settings under which Demo Shop offers the method: its own id and API auth code (docs/sandbox.md). */
export const connected = {
  merchantId: 'mer_demo',
  apiAuthCode: '0000000000000000000000000000d3a0',
  showLinkBanner: true,
  memberApproval: 'manual',
  enableForNewMembers: false,
};

const settingsPath = '/v1/storefront/settings';
const membersPath = '/v1/storefront/members';
const onMember = (buyerId: string, rest: string) => `${membersPath}/${buyerId}${rest}`;

const connect = (demo: Merchant) => demo.api.post(settingsPath, connected);

/** The form of the staff for a member that does not ask for the method: it needs no connected storefront. */
function aMember() {
  const { apply: _, ...company } = aCompany();
  return { ...company, door: 'staff', status: 'none', paymentMethods: ['銀行振込'] };
}

/** A file of one member that asks for nothing. */
function aFile(): string {
  const { reference, company, representative, contact } = aCompany();
  const headings = ['会員番号', '会社名', '会社名カナ', '郵便番号', '都道府県', '住所1', '住所2'];
  const people = ['familyName', 'givenName', 'familyNameKana', 'givenNameKana'] as const;
  const titles = ['姓', '名', '姓カナ', '名カナ'];
  const { name, nameKana, postalCode, prefecture, address1, address2 } = company;
  const rows = [
    [
      ...headings,
      ...titles.map((title) => `代表者${title}`),
      ...titles.map((title) => `担当者${title}`),
      'メールアドレス',
      '電話番号',
    ],
    [
      ...[reference, name, nameKana, postalCode, prefecture, address1, address2],
      ...people.map((part) => representative[part]),
      ...people.map((part) => contact[part]),
      ...[contact.email, contact.phone],
    ],
  ];
  return rows.map((row) => row.join(',')).join('\r\n');
}

export const storefrontRequests: RequestRows = {
  importBuyers: own(() => ({ path: '/v1/buyers:import', file: aFile() })),
  exportBuyers: plain('/v1/buyers:export'),
  getStorefrontSettings: plain(settingsPath),
  saveStorefrontSettings: plain(settingsPath, connected),
  checkStorefrontCredential: aboutOurs(async (_, { demo }) => {
    await connect(demo);
    return { path: `${settingsPath}/credential-checks`, body: {} };
  }),
  listMembers: plain(membersPath),
  getMember: aboutOurs(({ memberId }) => ({ path: onMember(memberId, '') })),
  createMember: own(() => ({ path: membersPath, body: aMember() })),
  changeMemberStatus: aboutOurs(async ({ memberId }, { demo }) => {
    await connect(demo);
    const body = { door: 'staff', status: 'awaiting_application', paymentMethods: ['paid'] };
    return { path: onMember(memberId, '/status-changes'), body };
  }),
  applyForMember: aboutOurs(async ({ memberId }, { demo }) => {
    await connect(demo);
    return { path: onMember(memberId, '/applications'), body: {} };
  }),
  refreshMember: aboutOurs(({ memberId }) => ({ path: onMember(memberId, '/refreshes'), body: {} })),
  refreshMembers: plain(`${membersPath}:refresh`, { limit: 10 }),
  requestLink: aboutOurs(async ({ linkingId }, { demo }) => {
    await connect(demo);
    return { path: '/v1/storefront/link-requests', body: { buyerId: linkingId } };
  }),
};

export const storefrontOnce: OnceRows = {
  importBuyers: async ({ demo }) => ({ api: demo.api, path: '/v1/buyers:import', file: aFile() }),
  saveStorefrontSettings: async ({ demo }) => {
    const otherBody = { ...connected, showLinkBanner: false };
    return { api: demo.api, path: settingsPath, body: connected, otherBody };
  },
  checkStorefrontCredential: async ({ demo }) => {
    await connect(demo);
    return { api: demo.api, path: `${settingsPath}/credential-checks`, body: {} };
  },
  createMember: async ({ demo }) => {
    const body = aMember();
    return { api: demo.api, path: membersPath, body, otherBody: { ...body, paymentMethods: [] } };
  },
  changeMemberStatus: async ({ demo }) => {
    await connect(demo);
    const { id } = await demo.register(aCompany({ apply: false }));
    const body = { door: 'staff', status: 'none' };
    return { api: demo.api, path: onMember(id, '/status-changes'), body, otherBody: { ...body, door: 'my_page' } };
  },
  applyForMember: async ({ demo }) => {
    await connect(demo);
    const { id } = await demo.register(aCompany({ apply: false }));
    return { api: demo.api, path: onMember(id, '/applications'), body: {} };
  },
  refreshMember: async ({ demo }) => {
    const { id } = await demo.register(aCompany({ apply: false }));
    return { api: demo.api, path: onMember(id, '/refreshes'), body: {} };
  },
  refreshMembers: async ({ demo }) => {
    const path = `${membersPath}:refresh`;
    return { api: demo.api, path, body: { limit: 10 }, otherBody: { limit: 11 } };
  },
  requestLink: async ({ demo }) => {
    await connect(demo);
    const { id } = await demo.register(aCompany({ apply: false }));
    const { id: another } = await demo.register(aCompany({ apply: false }));
    const path = '/v1/storefront/link-requests';
    return { api: demo.api, path, body: { buyerId: id }, otherBody: { buyerId: another } };
  },
};
