import type { BuyerResource, CreditStatus } from '../../functions/buyers/buyer.contract.ts';
import type { JournalResource, TrialBalance } from '../../functions/ledger/ledger.contract.ts';
import type { OrderResource } from '../../functions/orders/order.contract.ts';
import type { CreditOrder } from '../../functions/orders/order-actions.contract.ts';
import type { DecideReview, OrderReview } from '../../functions/orders/order-review.contract.ts';
import type {
  DecideExamination,
  ExaminationResource,
  ExaminationSummary,
} from '../../functions/screening/examination.contract.ts';
import { businessDateOf } from '../../functions/shared/clock.ts';
import { type Answer, type Api, connect, type Observer, succeeded, until, untilState } from './api.ts';
import type { aCompany } from './companies.ts';

export interface Page<Resource> {
  readonly items: readonly Resource[];
  readonly nextCursor: string | null;
}

export type Line = OrderResource['lines'][number];

/** What a test says of an order; the rest is made up. */
export interface OrderAsked {
  readonly buyerId: string;
  readonly amount: number;
  readonly reference?: string;
  readonly description?: string;
  readonly shippingDueOn?: string;
}

let placed = 0;

/** One line of the whole amount. */
export const linesOf = (amount: number, description = 'コーヒー豆 ブラジル 1kg'): Line[] => [
  { description, quantity: 1, unitPrice: amount, taxRate: 8, taxIncluded: true },
];

/** The body of `POST /v1/orders`. */
export function anOrder({ buyerId, amount, reference, description, shippingDueOn }: OrderAsked) {
  placed += 1;
  return {
    reference: reference ?? `PO-${Date.now().toString(36)}-${placed}`,
    buyerId,
    method: 'paid' as const,
    lines: linesOf(amount, description),
    amount,
    ...(shippingDueOn === undefined ? {} : { shippingDueOn }),
  };
}

export interface Shipment {
  readonly amount?: number;
  readonly shippedOn?: string;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  readonly final?: boolean;
}

/** The day on which an order was placed: the first on which it can be shipped from the shop's stock. */
export const placedOn = ({ createdAt }: Pick<OrderResource, 'createdAt'>): string => businessDateOf(createdAt);

const someDay = '2026-11-02';

/** What a merchant's system does with its key. The tries hand back the whole answer, refusals too. */
export function merchant(url: string, key: string, observe?: Observer) {
  const api = connect(url, key, observe);
  const orderAt = (id: string) => `/v1/orders/${id}`;
  const session = {
    api,
    register: (company: ReturnType<typeof aCompany>) => api.post<BuyerResource>('/v1/buyers', company),
    apply: (buyerId: string) => api.post<BuyerResource>(`/v1/buyers/${buyerId}/applications`, {}),
    buyer: (id: string) => api.get<BuyerResource>(`/v1/buyers/${id}`),
    buyers: (query = '') => api.get<Page<BuyerResource>>(`/v1/buyers${query}`),
    buyerUntil: (id: string, state: BuyerResource['state']) => untilState(() => session.buyer(id), state),
    credit: (buyerId: string) => api.get<CreditStatus>(`/v1/buyers/${buyerId}/credit`),
    tryPlace: (asked: OrderAsked, once?: string) => api.tryPost<OrderResource>('/v1/orders', anOrder(asked), once),
    place: async (asked: OrderAsked) => succeeded(await session.tryPlace(asked)),
    order: (id: string) => api.get<OrderResource>(orderAt(id)),
    orders: (query = '') => api.get<Page<OrderResource>>(`/v1/orders${query}`),
    tryChange: (order: Pick<OrderResource, 'id' | 'version'>, amount: number): Promise<Answer<OrderResource>> =>
      api.send('PATCH', orderAt(order.id), {
        body: { amount, lines: linesOf(amount) },
        headers: { 'if-match': `"${order.version}"` },
      }),
    change: async (order: Pick<OrderResource, 'id' | 'version'>, amount: number) =>
      succeeded(await session.tryChange(order, amount)),
    /** The shop changes its own amount and leaves ours (P16 without the tick). */
    tryChangeShopAmount: (
      order: Pick<OrderResource, 'id' | 'version'>,
      amount: number,
    ): Promise<Answer<OrderResource>> =>
      api.send('PATCH', orderAt(order.id), {
        body: { amount, changePaidAmount: false },
        headers: { 'if-match': `"${order.version}"` },
      }),
    /** Shipped on the day of the order, where the shipment says no other. */
    tryConfirm: async (orderId: string, shipment: Shipment = {}, once?: string) => {
      const found: Answer<OrderResource> = await api.send('GET', orderAt(orderId));
      const shippedOn = found.status === 200 ? placedOn(found.body) : someDay;
      return api.tryPost<OrderResource>(`${orderAt(orderId)}/confirmations`, { shippedOn, ...shipment }, once);
    },
    confirm: async (orderId: string, shipment: Shipment = {}) => succeeded(await session.tryConfirm(orderId, shipment)),
    tryCancel: (orderId: string, once?: string) =>
      api.tryPost<OrderResource>(`${orderAt(orderId)}/cancellations`, {}, once),
    cancel: async (orderId: string) => succeeded(await session.tryCancel(orderId)),
    tryFinalize: (orderId: string) => api.tryPost<OrderResource>(`${orderAt(orderId)}/finalizations`, {}),
    tryExtend: (orderId: string) => api.tryPost<OrderResource>(`${orderAt(orderId)}/extensions`, {}),
    tryCredit: (orderId: string, note: CreditOrder, once?: string) =>
      api.tryPost<OrderResource>(`${orderAt(orderId)}/credit-notes`, note, once),
  };
  return session;
}

export type Merchant = ReturnType<typeof merchant>;

/** Registers a company that the screening approves by itself, and waits for its credit. */
export async function anActiveBuyer(by: Merchant, company: ReturnType<typeof aCompany>): Promise<BuyerResource> {
  const { id } = await by.register(company);
  return by.buyerUntil(id, 'active');
}

export interface Verification {
  readonly invariants: readonly { id: string; name: string; holds: boolean; detail: string }[];
}

export interface Time {
  readonly now: string;
  readonly businessDate: string;
}

/** What the platform's own staff does. */
export function operator(url: string, key: string, observe?: Observer) {
  const api = connect(url, key, observe);
  const staff = {
    api,
    examinations: (query = '') => api.get<Page<ExaminationSummary>>(`/v1/examinations${query}`),
    examination: (id: string) => api.get<ExaminationResource>(`/v1/examinations/${id}`),
    /** The examination of a buyer, once it is in the state. */
    examinationOf: (buyerId: string, state: ExaminationSummary['state']) =>
      until(
        () => `examined: ${buyerId} is to be ${state}`,
        async () => {
          const all = await allPages<ExaminationSummary>(api, `/v1/examinations?state=${state}&limit=100`);
          return all.find((examination) => examination.buyerId === buyerId);
        },
      ),
    tryDecide: (id: string, decision: DecideExamination, once?: string) =>
      api.tryPost<ExaminationResource>(`/v1/examinations/${id}/decision`, decision, once),
    decide: async (id: string, decision: DecideExamination) => succeeded(await staff.tryDecide(id, decision)),
    orderReviews: () => allPages<OrderReview>(api, '/v1/order-reviews?limit=100'),
    tryDecideOrder: (orderId: string, decision: DecideReview, once?: string) =>
      api.tryPost<OrderResource>(`/v1/orders/${orderId}/review-decisions`, decision, once),
    /** What the credit bureau does with its next inquiries about a company. */
    willBehave: (behaviour: string, corporateNumber: string | undefined, times = 1) =>
      api.post<{ id: string }>('/v1/test/scenarios', {
        counterparty: 'bureau',
        behaviour,
        times,
        match: { corporateNumber },
      }),
    time: () => api.get<Time>('/v1/test/clock'),
    advance: (by: { days: number } | { hours: number } | { to: string }) =>
      api.post<Time & { fired: number }>('/v1/test/clock/advance', by),
    verify: () => api.post<Verification>('/v1/ledger:verify', {}),
    trialBalance: () => api.get<TrialBalance>('/v1/ledger/trial-balance'),
    journals: (resourceId: string) => allPages<JournalResource>(api, `/v1/ledger/journals?resourceId=${resourceId}`),
  };
  return staff;
}

export type Operator = ReturnType<typeof operator>;

/** Every item of a list, page by page. */
export async function allPages<Resource>(api: Api, path: string): Promise<Resource[]> {
  const [address, query] = path.split('?');
  const asked = new URLSearchParams(query);
  const items: Resource[] = [];
  for (;;) {
    const page = await api.get<Page<Resource>>(`${address}?${asked}`);
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    asked.set('cursor', page.nextCursor);
  }
}
