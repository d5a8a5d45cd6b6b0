import { aCompany } from './companies.ts';
import { anActiveBuyer, anOrder, linesOf, type Merchant, type Operator } from './sessions.ts';

/** Resources of Demo Shop in every state that a request can be about. */
export interface World {
  readonly buyerId: string;
  /** Registered and not yet applied. */
  readonly waitingId: string;
  /** Authorized, at version 1. */
  readonly orderId: string;
  readonly examinationId: string;
}

/** One request that is answered 2xx. */
export interface ValidRequest {
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What another merchant, who has every right but not this resource, is answered. */
  readonly foreign: 'not_found' | 'own';
}

export async function aWorld(demo: Merchant, operator: Operator): Promise<World> {
  const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 5_000_000 }));
  const { id: waitingId } = await demo.register(aCompany({ apply: false }));
  const { id: orderId } = await demo.place({ buyerId, amount: 100_000 });
  const doubtful = await demo.register(aCompany({ name: '株式会社サンドボックス要審査' }));
  const { id: examinationId } = await operator.examinationOf(doubtful.id, 'pending');
  return { buyerId, waitingId, orderId, examinationId };
}

const onOrder = ({ orderId }: World, rest = '') => `/v1/orders/${orderId}${rest}`;
const onExamination = ({ examinationId }: World, rest = '') => `/v1/examinations/${examinationId}${rest}`;
const onBuyer = (buyerId: string, rest = '') => `/v1/buyers/${buyerId}${rest}`;
const plain = (path: string, body?: unknown) => (): ValidRequest => ({
  path,
  foreign: 'own',
  ...(body === undefined ? {} : { body }),
});

/** A valid request for every operation of the API. A route without one fails the suite that walks over all routes. */
export const validRequests: Readonly<Record<string, (world: World) => ValidRequest>> = {
  getHealth: plain('/healthz'),
  getDocument: plain('/openapi.json'),
  getReference: plain('/docs'),
  getReferenceAsset: plain('/docs/start.js'),

  listBuyers: plain('/v1/buyers'),
  registerBuyer: () => ({ path: '/v1/buyers', body: aCompany({ apply: false }), foreign: 'own' }),
  getBuyer: ({ buyerId }) => ({ path: onBuyer(buyerId), foreign: 'not_found' }),
  getCredit: ({ buyerId }) => ({ path: onBuyer(buyerId, '/credit'), foreign: 'not_found' }),
  applyForCredit: ({ waitingId }) => ({ path: onBuyer(waitingId, '/applications'), body: {}, foreign: 'not_found' }),

  listOrders: plain('/v1/orders'),
  getOrder: (world) => ({ path: onOrder(world), foreign: 'not_found' }),
  placeOrder: ({ buyerId }) => ({
    path: '/v1/orders',
    body: { ...anOrder({ buyerId, amount: 1000 }), shippingDueOn: '2026-12-10' },
    foreign: 'not_found',
  }),
  changeOrder: (world) => ({
    path: onOrder(world),
    body: { amount: 90_000, lines: linesOf(90_000) },
    headers: { 'if-match': '"1"' },
    foreign: 'not_found',
  }),
  confirmOrder: (world) => ({
    path: onOrder(world, '/confirmations'),
    body: { amount: 1000, shippedOn: '2026-11-20', carrier: '佐川急便', trackingNumber: '1234-5678', final: false },
    foreign: 'not_found',
  }),
  cancelOrder: (world) => ({ path: onOrder(world, '/cancellations'), body: {}, foreign: 'not_found' }),

  listExaminations: plain('/v1/examinations'),
  getExamination: (world) => ({ path: onExamination(world), foreign: 'own' }),
  decideExamination: (world) => ({
    path: onExamination(world, '/decision'),
    body: { outcome: 'approve', creditLimit: 300_000, reason: '決算書を確認した' },
    foreign: 'own',
  }),

  listEvents: plain('/v1/events'),
  listJournals: plain('/v1/ledger/journals'),
  getTrialBalance: plain('/v1/ledger/trial-balance'),
  verifyLedger: plain('/v1/ledger:verify'),

  getClock: plain('/v1/test/clock'),
  advanceClock: plain('/v1/test/clock/advance', { hours: 1 }),
  listScenarios: plain('/v1/test/scenarios'),
  setScenario: plain('/v1/test/scenarios', {
    counterparty: 'bureau',
    behaviour: 'review',
    times: 1,
    match: { name: '株式会社どこにもない' },
  }),
};
