import { orderContracts } from '../orders/order.contract.ts';
import { refuseOrder } from '../orders/order.refusals.ts';
import type { Contract } from '../shared/contract.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { apiContracts } from './api.contract.ts';
import { refuseApi } from './api.refusals.ts';
import type { RefusalTable } from './openapi-problems.ts';

/** Every route of the product, in the order of the document. A capability that adds routes adds its list here. */
export const contracts: readonly Contract[] = [...orderContracts, ...apiContracts];

/** Every refusal that a route may answer with. */
export const refusalTables: readonly RefusalTable[] = [refuseRequest.table, refuseOrder.table, refuseApi.table];
