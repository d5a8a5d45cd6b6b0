import type { Caller } from '../shared/contract.ts';
import { type OrderId, orderIdOf } from './order.item.ts';
import { refuseOrder } from './order.refusals.ts';

export interface ContractedPorts {
  readonly orders: { exists(id: OrderId): Promise<boolean> };
}

/**
 * Refuses a new order by a method that the merchant has no contract in force for. The caller's key says which it has, so an order
 * that may be placed costs no look-up. One that exists goes on: a repeat of its request is told what was told before.
 */
export async function assertContracted(
  { orders }: ContractedPorts,
  { merchantId, methods }: Pick<Caller, 'merchantId' | 'methods'>,
  { method, reference }: { readonly method: string; readonly reference: string },
): Promise<void> {
  if (methods.includes(method)) return;
  if (await orders.exists({ merchantId, orderId: orderIdOf(merchantId, reference) })) return;
  throw refuseOrder('MethodNotContracted', `There is no contract in force for ${method}.`, { method });
}
