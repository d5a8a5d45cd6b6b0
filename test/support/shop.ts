import { type CompareInput, compareOrders } from '../../functions/drift/compare-orders.ts';
import type { Comparison, DriftResource, ShopOrder } from '../../functions/drift/drift.contract.ts';
import { driftResource } from '../../functions/drift/drift.resource.ts';
import { driftStore } from '../../functions/drift/drift.store.ts';
import { resolveDrift } from '../../functions/drift/resolve-drift.ts';
import { type CaptureInput, captureOrder } from '../../functions/orders/capture.ts';
import { proofsApart } from '../../functions/orders/proofs-apart.ts';
import type { Answer } from '../../functions/shared/answer.ts';
import type { Clock } from '../../functions/shared/clock.ts';
import { earlierAnswer, writeOnce } from '../../functions/shared/once.item.ts';
import { onceRequest } from '../../functions/shared/once.ts';
import { confirmedSlips } from '../../functions/storefront/confirm-slips.ts';
import { editedOrder } from '../../functions/storefront/edit-order.ts';
import { pressedButton } from '../../functions/storefront/press-button.ts';
import { reportedStatus } from '../../functions/storefront/report-status.ts';
import type { SlipReport } from '../../functions/storefront/slips.contract.ts';
import type { EditOrder, PressButton } from '../../functions/storefront/storefront-orders.contract.ts';
import { shopOrderStore } from '../../functions/storefront/storefront-orders.store.ts';
import type { TestTables } from './dynamodb.ts';
import { actor, clockAt, orderPorts } from './orders.ts';

let keys = 0;
const freshKey = (): string => {
  keys += 1;
  return `shop-${keys}`;
};
const once = (key: string, body: unknown = {}) => onceRequest('shop', key, body);

export const bodyIn = <Body>(answer: Answer): Body => JSON.parse(answer.body) as Body;

/** One merchant's shop over real tables: what its screens send, without HTTP in between. */
export function aShop(
  { transactions, ledger }: TestTables,
  merchantId: string,
  clock: Clock = clockAt('2026-11-20T03:00:00Z'),
) {
  const owner = `MERCHANT#${merchantId}` as const;
  const drifts = driftStore(transactions, clock);
  const orders = orderPorts(transactions, ledger.name, clock);
  const ports = {
    ...orders,
    capture: (input: CaptureInput) => captureOrder(orders, input),
    drifts,
    apart: proofsApart(transactions, clock),
    listed: shopOrderStore(transactions),
    files: {
      earlier: (_: string, request: ReturnType<typeof once>) => earlierAnswer(transactions, owner, request),
      prove: (_: string, request: ReturnType<typeof once>, answer: Answer) =>
        writeOnce(transactions, clock, { owner, once: request, answer, writes: [] }),
    },
  };
  const about = (orderId: string) => ({ merchantId, orderId, actor });
  return {
    ports,
    press: (orderId: string, press: PressButton, key = freshKey()) =>
      pressedButton(ports, { ...about(orderId), press, once: once(key, press) }),
    edit: (orderId: string, edit: EditOrder, key = freshKey()) =>
      editedOrder(ports, { ...about(orderId), edit, once: once(key, edit) }),
    report: (orderId: string, status: 'open' | 'shipped' | 'cancelled', key = freshKey()) =>
      reportedStatus(ports, { ...about(orderId), status, once: once(key, status) }),
    confirmFile: async (text: string, key = freshKey()): Promise<SlipReport> => {
      const file = { text, encoding: 'utf-8' as const };
      return bodyIn(await confirmedSlips(ports, { merchantId, file, lang: 'ja', once: once(key, text), actor }));
    },
    compare: async (orders: ShopOrder[], days: Partial<CompareInput> = {}, key = freshKey()): Promise<Comparison> => {
      const input = {
        merchantId,
        from: '2026-11-20',
        to: '2026-11-20',
        ...days,
        orders,
        once: once(key, orders),
        actor,
      };
      return bodyIn(await compareOrders(ports, input));
    },
    resolve: (driftId: string, resolution: DriftResource['proposals'][number], key = freshKey(), by = actor) => {
      const reason = '担当者が確認した';
      const request = once(key, { resolution, reason });
      return resolveDrift(ports, { merchantId, driftId, resolution, reason, once: request, actor: by });
    },
    /** All drifts of the merchant, newest first. */
    drifts: async (): Promise<DriftResource[]> =>
      (await drifts.list({ merchantId, limit: 100 })).items.map(driftResource),
  };
}
