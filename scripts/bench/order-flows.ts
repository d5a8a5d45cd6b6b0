import { authorizeOrder } from '../../functions/orders/authorize.ts';
import { cancelWholeOrder } from '../../functions/orders/cancel.ts';
import { captureOrder } from '../../functions/orders/capture.ts';
import { changeOrderAmount } from '../../functions/orders/change-amount.ts';
import { itemBytes } from '../../functions/shared/item-size.ts';
import { type Meter, metered, newMeter, transactionsIndexes } from '../../functions/shared/meter.ts';
import { onceRequest } from '../../functions/shared/once.ts';
import type { Table } from '../../functions/shared/table.ts';
import { aBuyerWithLimit, actor, clockAt, orderPorts, resourceIn } from '../../test/support/orders.ts';
import { repriced, totalOf, typicalOrder, typicalShipment } from '../../test/support/typical-order.ts';

type Lines = Parameters<typeof repriced>[0];

export interface FlowCost extends Meter {
  /** Of the order's item when the flow is through: what does not fit a kilobyte costs another unit. */
  readonly itemBytes: number;
}

export interface OrderFlows {
  readonly authorize: FlowCost;
  readonly changeUp: FlowCost;
  readonly changeDown: FlowCost;
  readonly cancel: FlowCost;
  readonly captureFull: FlowCost;
  readonly capturePartial: FlowCost;
  readonly captureFinalPartial: FlowCost;
}

/** Runs every flow of an order over real tables and counts what each one costs (PERFORMANCE.md M1). */
export async function orderFlows(
  transactions: Table,
  ledger: Table,
  lines: Lines,
  merchantId = 'mer_01JD9Z8Q4W7N3X5Y6R2T1V0KMP',
): Promise<OrderFlows> {
  const run = flowRunner(transactions, ledger, lines, merchantId);
  const whole = await run.place('PO-2026-000001');
  const changeUp = await run.change(whole.orderId, 1, 1_000);
  const changeDown = await run.change(whole.orderId, 2, -1_000);
  const captureFull = await run.capture(whole.orderId, {});
  const parts = await run.place('PO-2026-000002');
  const capturePartial = await run.capture(parts.orderId, { amount: 50_000 });
  const captureFinalPartial = await run.capture(parts.orderId, { amount: 40_000, final: true });
  const cancelled = await run.place('PO-2026-000003');
  const cancel = await run.cancel(cancelled.orderId);
  return {
    authorize: whole.cost,
    changeUp,
    changeDown,
    cancel,
    captureFull,
    capturePartial,
    captureFinalPartial,
  };
}

function flowRunner(transactions: Table, ledger: Table, lines: Lines, merchantId: string) {
  const clock = clockAt('2026-11-20T03:12:44.123Z');
  const once = (key: string) => onceRequest(merchantId, key, {});
  const buyer = aBuyerWithLimit(transactions, 10_000_000, merchantId);
  const counted = async (
    orderId: string | undefined,
    flow: (ports: ReturnType<typeof orderPorts>) => Promise<string>,
  ) => {
    const meter = newMeter();
    const table = metered(transactions, meter, [ledger], transactionsIndexes);
    const id = await flow(orderPorts(table, ledger.name, clock));
    const item = await transactions.get({ PK: `MERCHANT#${merchantId}`, SK: `ORDER#${orderId ?? id}` });
    return { orderId: id, cost: { ...meter, itemBytes: itemBytes(item ?? {}) } };
  };
  const ofOrder = async (orderId: string, flow: (ports: ReturnType<typeof orderPorts>) => Promise<{ body: string }>) =>
    (await counted(orderId, async (ports) => resourceIn(await flow(ports)).id)).cost;
  return {
    place: (reference: string) =>
      counted(
        undefined,
        async (ports) => resourceIn(await authorizeOrder(ports, typicalOrder(await buyer, reference, lines))).id,
      ),
    change: (orderId: string, version: number, more: number) => {
      const changed = repriced(lines, more);
      const input = { merchantId, orderId, amount: totalOf(changed), lines: changed, version, actor };
      return ofOrder(orderId, (ports) => changeOrderAmount(ports, input));
    },
    capture: (orderId: string, part: { amount?: number; final?: boolean }) =>
      ofOrder(orderId, (ports) =>
        captureOrder(ports, {
          merchantId,
          orderId,
          shipment: { ...typicalShipment, ...part },
          once: once(`capture ${orderId} ${part.amount}`),
          actor,
        }),
      ),
    cancel: (orderId: string) =>
      ofOrder(orderId, (ports) =>
        cancelWholeOrder(ports, { merchantId, orderId, once: once(`cancel ${orderId}`), actor }),
      ),
  };
}
