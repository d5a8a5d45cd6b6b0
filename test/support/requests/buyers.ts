import { aCompany } from '../companies.ts';
import { aboutOurs, type OnceRows, own, plain, type RequestRows } from './rows.ts';

const onBuyer = (buyerId: string, rest = '') => `/v1/buyers/${buyerId}${rest}`;

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
  closeBuyer: async ({ demo }) => {
    const { id } = await demo.register(aCompany({ apply: false }));
    const path = onBuyer(id, '/closures');
    return { api: demo.api, path, body: { reason: 'buyer_left' }, otherBody: { reason: 'duplicate' } };
  },
};
