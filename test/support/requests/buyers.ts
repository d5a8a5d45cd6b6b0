import { aCompany } from '../companies.ts';
import { aboutOurs, type OnceRows, own, type Parties, plain, type RequestRows } from './rows.ts';

const onBuyer = (buyerId: string, rest = '') => `/v1/buyers/${buyerId}${rest}`;

/** A buyer whose application waits for its answers, and the answers. */
async function questioned({ demo, operator }: Pick<Parties, 'demo' | 'operator'>) {
  const { id } = await demo.register(aCompany({ name: '株式会社サンドボックス要審査' }));
  const examination = await operator.examinationOf(id, 'pending');
  const questions = [{ code: 'latest_sales', text: '直近期の売上高をお知らせください。' }];
  await operator.api.post(`/v1/examinations/${examination.id}/information-requests`, { questions });
  const requestId = (await demo.buyer(id)).informationRequest?.requestId;
  const body = { requestId, answers: [{ code: 'latest_sales', text: '1億2,000万円です。' }] };
  return { path: onBuyer(id, '/information'), body };
}

export const buyerRequests: RequestRows = {
  listBuyers: plain('/v1/buyers'),
  registerBuyer: own(() => ({ path: '/v1/buyers', body: aCompany({ apply: false }) })),
  getBuyer: aboutOurs(({ buyerId }) => ({ path: onBuyer(buyerId) })),
  getCredit: aboutOurs(({ buyerId }) => ({ path: onBuyer(buyerId, '/credit') })),
  getPaymentMethods: aboutOurs(({ buyerId }) => ({ path: onBuyer(buyerId, '/payment-methods') })),
  changeBuyer: aboutOurs(({ waitingId }) => {
    const { company, representative, contact } = aCompany();
    const body = { company, representative, contact, closingDay: '20', paymentMethods: ['paid'] };
    return { path: onBuyer(waitingId), body, headers: { 'if-match': '"1"' } };
  }),
  provideInformation: aboutOurs((_, parties) => questioned(parties)),
  closeBuyer: aboutOurs(({ leavingId }) => ({ path: onBuyer(leavingId, '/closures'), body: { reason: 'buyer_left' } })),
  applyForCredit: aboutOurs(({ waitingId }) => ({ path: onBuyer(waitingId, '/applications'), body: {} })),
};

export const buyerOnce: OnceRows = {
  registerBuyer: async ({ demo }) => {
    const body = aCompany({ apply: true });
    return { api: demo.api, path: '/v1/buyers', body, otherBody: { ...body, apply: false } };
  },
  applyForCredit: async ({ demo }) => {
    const { id } = await demo.register(aCompany({ apply: false }));
    return { api: demo.api, path: onBuyer(id, '/applications'), body: {} };
  },
  provideInformation: async (parties) => {
    const { path, body } = await questioned(parties);
    return { api: parties.demo.api, path, body, otherBody: { ...body, note: '決算書は別便でお送りします。' } };
  },
  closeBuyer: async ({ demo }) => {
    const { id } = await demo.register(aCompany({ apply: false }));
    const path = onBuyer(id, '/closures');
    return { api: demo.api, path, body: { reason: 'buyer_left' }, otherBody: { reason: 'duplicate' } };
  },
};
