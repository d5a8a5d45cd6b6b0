import { createHash, randomInt } from 'node:crypto';
import type { ApplyAsMerchant } from '../../functions/merchants/application.contract.ts';
import type { ApiKeyResource } from '../../functions/merchants/credential.contract.ts';
import type { DocumentKind } from '../../functions/merchants/document.ts';
import type { MerchantResource, MethodContractResource } from '../../functions/merchants/merchant.resource.contract.ts';
import type { ProposedAction } from '../../functions/merchants/proposal.ts';
import { type Answer, succeeded } from './api.ts';
import { aCompany, corporateNumber } from './companies.ts';
import { anActiveBuyer, type Merchant, type Operator } from './sessions.ts';

/** What a test says of an application; the rest is made up. */
export interface AboutMerchant {
  readonly companyName?: string;
  readonly representative?: Partial<ApplyAsMerchant['representative']>;
  readonly people?: ApplyAsMerchant['people'];
  readonly industry?: string;
  readonly methods?: ApplyAsMerchant['methods'];
  readonly productPageIsPublic?: boolean;
}

let applied = 0;

/** The body of `POST /v1/merchants`, unlike every other one. */
export function anApplication(about: AboutMerchant = {}) {
  applied += 1;
  const { company, contact, representative } = aCompany();
  return {
    name: `${company.name} オンライン${applied}`,
    nameKana: 'オンラインショップ',
    company: {
      ...company,
      name: about.companyName ?? company.name,
      corporateNumber: corporateNumber(`71${randomInt(1_000_000_000, 10_000_000_000)}`),
      ...(about.industry === undefined ? {} : { industry: about.industry }),
    },
    representative: { ...representative, ...about.representative },
    people: about.people ?? [],
    personInCharge: { ...contact, email: `tanto-${applied}@example.co.jp` },
    contactEmail: `ops-${applied}@example.co.jp`,
    website: 'https://shop.example.co.jp/terms',
    productPageIsPublic: about.productPageIsPublic ?? true,
    methods: about.methods ?? ['paid' as const],
  };
}

/** What the examiners get of a paper. */
export const aDocument = (kind: DocumentKind, issuedOn?: string) => ({
  kind,
  fileName: `${kind}.pdf`,
  sha256: createHash('sha256').update(kind).digest('hex'),
  ...(issuedOn === undefined ? {} : { issuedOn }),
});

export type IssuedKey = ApiKeyResource & { readonly key: string };

const ordinary = ['register_copy', 'seal_certificate', 'photo_id'] as const;

/** What two operators do to bring a merchant from its application to its first order. */
export function onboarding(operator: Operator, operator2: Operator) {
  const at = (id: string, rest = '') => `/v1/merchants/${id}${rest}`;
  const post = <Body = MerchantResource>(id: string, rest: string, body: object) =>
    operator.api.post<Body>(at(id, rest), body);
  const staff = {
    merchant: (id: string) => operator.api.get<MerchantResource>(at(id)),
    apply: (about?: AboutMerchant) => operator.api.post<MerchantResource>('/v1/merchants', anApplication(about)),
    send: (id: string, kind: DocumentKind, issuedOn?: string) => post(id, '/documents', aDocument(kind, issuedOn)),
    accept: (id: string, kind: string) => post(id, `/documents/${kind}/decision`, { outcome: 'accept' }),
    trySubmit: (id: string): Promise<Answer<MerchantResource>> => operator.api.tryPost(at(id, '/submission'), {}),
    propose: async (id: string, action: ProposedAction, reason = '二名で確認した。') => {
      const { proposals } = await post(id, '/proposals', { action, reason });
      return proposals.at(-1)?.id ?? '';
    },
    tryConfirm: (by: Operator, id: string, proposalId: string): Promise<Answer<MerchantResource>> =>
      by.api.tryPost(at(id, `/proposals/${proposalId}/decision`), { outcome: 'confirm' }),
    /** Proposed by one operator, confirmed by the other. */
    decide: async (id: string, action: ProposedAction, reason?: string) =>
      succeeded(await staff.tryConfirm(operator2, id, await staff.propose(id, action, reason))),
    issueKey: (id: string, label = '本店') => post<IssuedKey>(id, '/api-keys', { environment: 'test', label }),
    move: (by: Operator, id: string, method: string, to: string) =>
      by.api.post<MethodContractResource>(at(id, `/contracts/${method}/transitions`), { to, reason: '確認した。' }),
    activePaid: async (id: string) => {
      const items = { settlementBasis: 'receivable_purchase', payeeKind: 'business' };
      await post(id, '/contracts', { method: 'paid', items });
      await staff.move(operator, id, 'paid', 'examined');
      return staff.move(operator2, id, 'paid', 'active');
    },
    /** With every paper that an ordinary application needs, and all of them fresh. */
    complete: async (about?: AboutMerchant) => {
      const { id } = await staff.apply(about);
      const { businessDate } = await operator.time();
      for (const kind of ordinary) await staff.send(id, kind, businessDate);
      return staff.merchant(id);
    },
    submitted: async (about?: AboutMerchant) => succeeded(await staff.trySubmit((await staff.complete(about)).id)),
    screened: async (about?: AboutMerchant) => {
      const { id } = await staff.submitted(about);
      for (const kind of ordinary) await staff.accept(id, kind);
      await post<object>(id, '/screenings', {});
      return staff.merchant(id);
    },
    approved: async () => staff.decide((await staff.screened()).id, 'approve'),
    /** Its first calls: what the connection test looks for. */
    firstCalls: async (merchant: Merchant) => {
      const { id: buyerId } = await anActiveBuyer(merchant, aCompany({ requestedCreditLimit: 500_000 }));
      const order = await merchant.place({ buyerId, amount: 10_000 });
      return merchant.confirm(order.id);
    },
  };
  return staff;
}
