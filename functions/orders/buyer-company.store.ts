import * as z from 'zod/mini';
import { relationKey } from '../buyers/relation.ts';
import type { Table } from '../shared/table.ts';
import type { Order } from './order.ts';
import type { OrderQuestion } from './order-bureau.ts';

const Relation = z.object({ company: z.object({ name: z.string(), corporateNumber: z.optional(z.string()) }) });

/** Who orders: the company as the merchant registered it. */
export const buyerCompany =
  (table: Table) =>
  async (order: Order): Promise<OrderQuestion['company']> =>
    Relation.parse(await table.get(relationKey(order))).company;
