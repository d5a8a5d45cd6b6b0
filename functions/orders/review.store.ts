import { CreditAccount, type CreditAccountId, creditAccountKey } from '../buyers/credit-account.ts';
import { relationIsActive, relationState } from '../buyers/relation.ts';
import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import { afterCursor, cursorOf } from '../shared/cursor.ts';
import { earlierAnswer, proofItem } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Item, Page } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { WriteRefused } from '../shared/write.ts';
import type { ReviewPorts } from './decide-review.ts';
import { type OrderId, orderKey, readOrder, reviewQueue } from './order.item.ts';
import { refuseOrder } from './order.refusals.ts';
import type { Order } from './order.ts';

/** The queue of orders that wait for a person: a partition of the index `openHolds`, in order of the day they are due. */
export function reviewStore(table: Table, clock: Clock): ReviewPorts['reviews'] {
  return {
    earlier: (once) => earlierAnswer(table, 'OPERATOR', once),
    find: (orderId) => find(table, orderId),
    counting: async (id) => {
      const { order } = readOrder((await table.get(orderKey(id))) ?? {});
      const account = await table.get(creditAccountKey(order));
      return (account && CreditAccount.parse(account).rules?.counts) ?? 'holds_and_invoices';
    },
    relationIsActive: (order) => relationIsActive(table.name, order),
    proof: (once, told) => proofItem(table.name, clock, { owner: 'OPERATOR', once, answer: told }),
    settled: (error, id, once) => settled(table, error, id, once),
    list: (page) => list(table, page),
  };
}

const queuePage = (table: Table, page: { limit?: number; after: Item | undefined }): Promise<Page> =>
  table.query({
    index: { name: 'openHolds', partition: 'GSI2PK', sort: 'GSI2SK' },
    partition: reviewQueue,
    ...page,
  });

const afterHash = (key: unknown): string => String(key).slice(String(key).indexOf('#') + 1);

/** The queue holds keys only and is as long as people let it grow: a walk through it finds the merchant of an order. */
async function find(table: Table, orderId: string): Promise<OrderId | undefined> {
  let after: Item | undefined;
  do {
    const page = await queuePage(table, { after });
    const found = page.items.find(({ SK }) => afterHash(SK) === orderId);
    if (found) return { merchantId: afterHash(found.PK), orderId };
    after = page.last;
  } while (after);
  return undefined;
}

async function list(table: Table, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const name = 'order reviews';
  const after = afterCursor(name, cursor, {
    PK: (value) => value.startsWith('MERCHANT#'),
    SK: (value) => value.startsWith('ORDER#'),
    GSI2PK: (value) => value === reviewQueue,
    GSI2SK: () => true,
  });
  const page = await queuePage(table, { limit, after });
  const items = await table.getMany(page.items.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) })));
  const orders = items.map((item): Order => readOrder(item).order);
  // the index may lag behind: what was decided meanwhile is not in the queue any more
  return { items: orders.filter(({ state }) => state === 'review'), nextCursor: cursorOf(name, page.last) };
}

async function settled(table: Table, error: unknown, id: OrderId, once: OnceRequest): Promise<Answer> {
  const replay = await earlierAnswer(table, 'OPERATOR', once); // the same request was faster, and the order is decided
  if (replay) return replay;
  if (!(error instanceof WriteRefused)) throw error;
  const { order } = readOrder((await table.get(orderKey(id))) ?? {});
  const buyer: CreditAccountId = order;
  const buyerState = await relationState(table, buyer);
  if (buyerState === undefined || buyerState === 'active') throw error;
  throw refuseOrder('BuyerNotActive', `Buyer ${buyer.buyerId} may not order on credit.`, { buyerState });
}
