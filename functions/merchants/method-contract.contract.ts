import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { MethodContractResource } from './merchant.resource.contract.ts';
import { paymentMethods } from './method-contract.ts';

const tag = 'Merchants';
const id = z.string().check(z.maxLength(64));
const one = { description: 'The contract; of secret items only the names.', schema: MethodContractResource };

export const RequestContract = z.strictObject({
  method: z.enum(paymentMethods),
  /** The items that the method asks for, by name (docs/onboarding.md). They may come one after another. */
  items: z.record(z.string(), z.string()),
});
export type RequestContract = z.infer<typeof RequestContract>;

export const requestContract = contract({
  operation: 'requestMethodContract',
  method: 'POST',
  path: '/v1/merchants/{merchantId}/contracts',
  tag,
  summary: 'Requests the contract for a payment method, or adds items to the request',
  audience: 'operator',
  params: z.object({ merchantId: id }),
  body: RequestContract,
  once: true,
  answers: { 201: one },
  refusals: ['MerchantNotFound', 'MerchantStateConflict', 'MethodContractStateConflict'],
});

export const MoveContract = z.strictObject({
  to: z.enum(['examined', 'active', 'ending', 'ended']),
  reason: line(1000),
});
export type MoveContract = z.infer<typeof MoveContract>;

export const moveContract = contract({
  operation: 'moveMethodContract',
  method: 'POST',
  path: '/v1/merchants/{merchantId}/contracts/{method}/transitions',
  tag,
  summary: 'Examines, activates or ends the contract for a payment method; activating and ending take two operators',
  audience: 'operator',
  params: z.object({ merchantId: id, method: id }),
  body: MoveContract,
  once: true,
  answers: { 200: one },
  refusals: [
    'MerchantNotFound',
    'MerchantStateConflict',
    'MethodContractNotFound',
    'MethodContractStateConflict',
    'ContractItemsMissing',
    'SettlementBasisForbidden',
    'SecondPersonRequired',
  ],
});

export const methodContractContracts = [requestContract, moveContract];
