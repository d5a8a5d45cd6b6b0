import type { ChangePorts } from '../orders/change.ts';
import { orderIdOf } from '../orders/order.item.ts';
import type { Order } from '../orders/order.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant, midnightInJapan, plusDays } from '../shared/clock.ts';
import { inParallel } from '../shared/in-parallel.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Comparison, ShopOrder } from './drift.contract.ts';
import type { DriftId } from './drift.item.ts';
import { type Drift, driftIdOf, type Settlement, type Sight, seen, settled, type Witness } from './drift.ts';
import { recordShopReport, reported } from './shop-report.ts';
import { factsOf, kindsOfOrder, sightOf, standsWithUs } from './sights.ts';

export interface ComparePorts extends ChangePorts {
  readonly clock: Clock;
  readonly listed: {
    /** Those of the orders that there are. */
    some(merchantId: string, orderIds: readonly string[]): Promise<Order[]>;
    /** All orders placed between two instants, the second not included. */
    placed(merchantId: string, range: { readonly from: string; readonly before: string }): Promise<Order[]>;
  };
  readonly drifts: {
    find(id: DriftId): Promise<Drift | undefined>;
    openOf(merchantId: string, kind: 'missing' | 'extra'): Promise<Drift[]>;
    /** False when somebody else changed it since it was read. */
    save(change: { readonly known: Drift | undefined; readonly next: Drift; readonly actor: Actor }): Promise<boolean>;
    earlier(merchantId: string, once: OnceRequest): Promise<Answer | undefined>;
    prove(merchantId: string, once: OnceRequest, answer: Answer): Promise<Answer>;
  };
}

export interface CompareInput {
  readonly merchantId: string;
  readonly from: string;
  readonly to: string;
  readonly orders: readonly ShopOrder[];
  readonly once: OnceRequest;
  readonly actor: Actor;
}

/** So many orders at once: enough to hide the way to the table, few enough not to be in each other's way. */
const width = 12;
/** API Gateway waits 29 seconds. A repeat passes over what is written down already, so it gets further each time. */
const beginMs = 22_000;

interface Found {
  readonly id: string;
  readonly kind: Drift['kind'];
  readonly cause: Drift['cause'];
  readonly reference: string;
}

/**
 * Holds the shop's orders against ours (CAPABILITIES.md D5, drift job). What the shop says of an order we have is written down with
 * it, and its drifts follow from that; orders that one side lacks are drifts of their own. Repeatable: what is known already is not
 * found twice.
 */
export async function compareOrders(ports: ComparePorts, input: CompareInput): Promise<Answer> {
  const { merchantId, once, from, to } = input;
  const earlier = await ports.drifts.earlier(merchantId, once);
  if (earlier) return earlier;
  const rows = [...new Map(input.orders.map((row) => [row.reference, row])).values()];
  const ours = await ordersOf(ports, input, rows);
  const until = ports.clock.now() + beginMs;
  const apart = await inParallel(rows, width, (row) => {
    if (ports.clock.now() >= until) throw tooLong();
    return compareRow(ports, input, row, ours.get(row.reference));
  });
  const missing = await findMissing(ports, input, rows);
  const over = await settleFormer(ports, input, rows, ours);
  const drifts = [...apart.flat(), ...missing];
  const comparison: Comparison = {
    from,
    to,
    compared: rows.length,
    agreeing: apart.filter((found) => found.length === 0).length,
    found: {
      amount: countOf(drifts, 'amount'),
      status: countOf(drifts, 'status'),
      missing: countOf(drifts, 'missing'),
      extra: countOf(drifts, 'extra'),
    },
    settled: over,
    drifts,
  };
  return ports.drifts.prove(merchantId, once, answer(201, comparison));
}

const tooLong = () =>
  refuseRequest(
    'TooBusy',
    'There was no time for the whole list. Send the same request again: it goes on where it stopped.',
  );

const countOf = (drifts: readonly Found[], kind: Drift['kind']): number =>
  drifts.filter((drift) => drift.kind === kind).length;

async function ordersOf(ports: ComparePorts, { merchantId }: CompareInput, rows: readonly ShopOrder[]) {
  const ids = rows.map(({ reference }) => orderIdOf(merchantId, reference));
  const orders = await ports.listed.some(merchantId, ids);
  return new Map(orders.map((order) => [order.reference, order]));
}

async function compareRow(ports: ComparePorts, input: CompareInput, row: ShopOrder, order: Order | undefined) {
  const { merchantId, actor } = input;
  const { reference, amount, status } = row;
  if (!order) {
    if (status === 'cancelled') return []; // nothing is to be paid, on either side
    const facts = { shopAmount: amount, paidAmount: null, shopStatus: status, orderState: null };
    return saw(ports, input, { merchantId, kind: 'extra', cause: 'not_with_us', reference, facts });
  }
  await recordShopReport(ports, { merchantId, orderId: order.id }, { amount, status }, actor);
  const told = reported(order, { amount, status }, order.updatedAt);
  return kindsOfOrder.flatMap((kind): Found[] => {
    const sight = sightOf(kind, told);
    return sight ? [foundOf(sight)] : [];
  });
}

const foundOf = ({ merchantId, reference, kind, cause }: Sight): Found => {
  return { id: driftIdOf(merchantId, reference, kind), kind, cause, reference };
};

/** Opens the drift, or leaves it as it is known; begins anew when somebody else was at it. */
async function saw(ports: ComparePorts, input: CompareInput, sight: Sight): Promise<Found[]> {
  const found = foundOf(sight);
  await changeDrift(ports, input, found.id, (known, witness) => seen(known, sight, witness));
  return [found];
}

async function changeDrift(
  ports: ComparePorts,
  { merchantId, actor }: CompareInput,
  driftId: string,
  change: (known: Drift | undefined, witness: Witness) => Drift | undefined,
): Promise<boolean> {
  const witness = { at: instant(ports.clock), by: actor.by, requestId: actor.requestId };
  for (;;) {
    const known = await ports.drifts.find({ merchantId, driftId });
    const next = change(known, witness);
    if (!next) return false;
    if (await ports.drifts.save({ known, next, actor })) return true;
  }
}

/** Orders of ours that stand and that the shop's list does not have. */
async function findMissing(ports: ComparePorts, input: CompareInput, rows: readonly ShopOrder[]): Promise<Found[]> {
  const theirs = new Set(rows.map(({ reference }) => reference));
  const range = { from: midnightInJapan(input.from), before: midnightInJapan(plusDays(input.to, 1)) };
  const placed = await ports.listed.placed(input.merchantId, range);
  const lacking = placed.filter((order) => standsWithUs(order) && !theirs.has(order.reference));
  const found = await inParallel(lacking, width, (order) => {
    const { merchantId, reference, id: orderId } = order;
    const facts = factsOf(order);
    return saw(ports, input, { merchantId, kind: 'missing', cause: 'not_in_shop', reference, orderId, facts });
  });
  return found.flat();
}

/** What was missing or too many and is so no longer: both sides have come together by themselves. */
async function settleFormer(
  ports: ComparePorts,
  input: CompareInput,
  rows: readonly ShopOrder[],
  ours: ReadonlyMap<string, Order>,
): Promise<number> {
  const theirs = new Map(rows.map((row) => [row.reference, row]));
  const missing = await ports.drifts.openOf(input.merchantId, 'missing');
  const extra = await ports.drifts.openOf(input.merchantId, 'extra');
  const ids = missing.flatMap(({ orderId }) => orderId ?? []);
  const orders = new Map((await ports.listed.some(input.merchantId, ids)).map((order) => [order.id, order]));
  const isFound = ({ reference, orderId = '' }: Drift): boolean => {
    const order = orders.get(orderId);
    return theirs.has(reference) || (order !== undefined && !standsWithUs(order));
  };
  const isKnown = ({ reference }: Drift): boolean =>
    ours.has(reference) || theirs.get(reference)?.status === 'cancelled';
  const over = [...missing.filter(isFound), ...extra.filter(isKnown)];
  const done = await inParallel(over, width, ({ driftId, reference, facts }) => {
    const [order, row] = [ours.get(reference), theirs.get(reference)];
    const told = row ? { shopAmount: row.amount, shopStatus: row.status } : {};
    const now: Settlement = { resolution: 'change', facts: { ...(order ? factsOf(order) : facts), ...told } };
    return changeDrift(ports, input, driftId, (known, witness) =>
      known?.state === 'open' ? settled(known, now, witness) : undefined,
    );
  });
  return done.filter(Boolean).length;
}
