import { createHash } from 'node:crypto';
import { type Answer, answer } from '../shared/answer.ts';
import { assertSecondPerson } from '../shared/four-eyes.ts';
import type { OnceRequest } from '../shared/once.ts';
import { type FieldError, portable, Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { changedKeys, type UsableKeys } from './key-rights.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import { shownContract } from './merchant.resource.ts';
import { assertState, changed, type Merchant } from './merchant.ts';
import { type MerchantEffect, type MerchantPorts, type OperatorRequest, onMerchant } from './merchant-ports.ts';
import type { MoveContract, RequestContract } from './method-contract.contract.ts';
import type { MethodContract, MethodContractState } from './method-contract.ts';
import { faultOf, isSecret, methodRequirements, missingContractItems } from './method-requirements.ts';

export interface MethodContractPorts extends MerchantPorts, UsableKeys {
  readonly secrets: {
    /** The values that are kept under a name in one version of it. */
    read(of: { readonly name: string; readonly versionId: string }): Promise<Readonly<Record<string, string>>>;
    /** Keeps the values as a new version. The same token with the same values is the same version. */
    keep(
      name: string,
      values: Readonly<Record<string, string>>,
      token: string,
    ): Promise<NonNullable<MethodContract['secret']>>;
  };
}

const event = 'merchant.contract_changed';

/**
 * The life cycle of a contract: from each state to these. An active one is ended by two people, as a merchant is suspended: the
 * first one asks for it, and the second one ends it or lets it go on. An ended one may be requested again.
 */
const nextStates: Readonly<Record<MethodContractState, readonly MethodContractState[]>> = {
  requested: ['requested', 'examined', 'ended'],
  examined: ['active', 'ended'],
  active: ['ending'],
  ending: ['ended', 'active'],
  ended: ['requested'],
};

function assertNext({ method, state }: MethodContract, to: MethodContractState): void {
  if (nextStates[state].includes(to)) return;
  throw refuseMerchant(
    'MethodContractStateConflict',
    `The contract for ${method} is ${state}: it cannot become ${to}.`,
    {
      state,
    },
  );
}

/** Requests a contract, or adds items to a request. What is secret is kept in the secret store before anything else is written. */
export const requestContract = (
  ports: MethodContractPorts,
  merchantId: string,
  { method, items }: RequestContract,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, merchantId, request, async (merchant, at) => {
    assertState(
      merchant,
      'a contract',
      'draft',
      'submitted',
      'screening',
      'approved',
      'sandbox_issued',
      'connection_test',
      'live',
    );
    const before = merchant.contracts.find((one) => one.method === method);
    if (before) assertNext(before, 'requested');
    const continued = before?.state === 'requested' ? before : undefined;
    assertItems({ method, items });
    const { open, secret } = split({ method, items });
    const contract: MethodContract = {
      method,
      state: 'requested',
      items: { ...continued?.items, ...open },
      secretItems: [...new Set([...(continued?.secretItems ?? []), ...Object.keys(secret)])],
      ...(await keptSecret(ports, { merchantId, method, continued, secret, once: request.once })),
      requestedAt: continued?.requestedAt ?? at,
      history: before?.history ?? [],
    };
    return withContract(ports, merchant, contract, at, 201);
  });

function assertItems({ method, items }: RequestContract): void {
  const errors = Object.entries(items).flatMap(([name, value]): FieldError[] => {
    const rule = methodRequirements[method].find((one) => one.name === name);
    const pointer = `/items/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!rule) return [{ pointer, code: 'unknown_field', message: `A contract for ${method} has no such item.` }];
    const fault = faultOf(rule.kind, value);
    return fault === undefined ? [] : [{ pointer, code: 'invalid_value', message: fault }];
  });
  if (errors.length === 0) return;
  const detail = `Not valid: ${errors.map(({ pointer }) => pointer).join(', ')}.`;
  throw new Refusal({ ...portable(refuseRequest('MalformedRequest', detail)), errors });
}

function split({ method, items }: RequestContract) {
  const secretNames = new Set(methodRequirements[method].filter(({ kind }) => isSecret(kind)).map(({ name }) => name));
  const entries = Object.entries(items);
  return {
    open: Object.fromEntries(entries.filter(([name]) => !secretNames.has(name))),
    secret: Object.fromEntries(entries.filter(([name]) => secretNames.has(name))),
  };
}

interface SecretChange {
  readonly merchantId: string;
  readonly method: string;
  readonly continued: MethodContract | undefined;
  readonly secret: Readonly<Record<string, string>>;
  readonly once: OnceRequest;
}

/**
 * Keeps secret items as a version of the contract's secret. The contract names its version, so one that was kept for a request
 * that was then refused is nobody's.
 */
async function keptSecret(
  { secrets }: MethodContractPorts,
  { merchantId, method, continued, secret, once }: SecretChange,
): Promise<Pick<MethodContract, 'secret'>> {
  const before = continued?.secret;
  if (Object.keys(secret).length === 0) return before ? { secret: before } : {};
  const values = { ...(before ? await secrets.read(before) : {}), ...secret };
  const token = createHash('sha256')
    .update(`${once.key} ${once.body} ${before?.versionId ?? ''}`)
    .digest('hex');
  return { secret: await secrets.keep(`${merchantId}/${method}`, values, token) };
}

/** Examines, activates or ends a contract. New orders may be paid by its method from the activation to the end. */
export const moveContract = (
  ports: MethodContractPorts,
  { merchantId, method }: { readonly merchantId: string; readonly method: string },
  { to, reason }: MoveContract,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, merchantId, request, (merchant, at) => {
    const found = merchant.contracts.find((one) => one.method === method);
    if (!found) throw refuseMerchant('MethodContractNotFound', `There is no contract for ${method}.`);
    assertNext(found, to);
    const entry = { to, by: request.actor.by, at, reason };
    const contract = { ...moved(merchant, found, entry), history: [...found.history, entry] };
    return withContract(ports, merchant, contract, at, 200);
  });

function moved(
  merchant: Merchant,
  contract: MethodContract,
  { to, by, at }: { readonly to: MoveContract['to']; readonly by: string; readonly at: string },
): MethodContract {
  switch (to) {
    case 'examined':
      assertComplete(contract);
      return { ...contract, state: to, examinedBy: by, examinedAt: at };
    case 'active':
      if (contract.state === 'ending') return { ...contract, state: to };
      assertState(merchant, 'an active contract', 'approved', 'sandbox_issued', 'connection_test', 'live');
      assertSecondPerson(contract.examinedBy ?? '', by);
      return { ...contract, state: to, activatedBy: by, activatedAt: at };
    case 'ending':
      return { ...contract, state: to };
    case 'ended':
      if (contract.state === 'ending') assertSecondPerson(endingAskedBy(contract), by);
      return { ...contract, state: to, endedAt: at };
  }
}

const endingAskedBy = ({ history }: MethodContract): string => history.findLast(({ to }) => to === 'ending')?.by ?? '';

function assertComplete(contract: MethodContract): void {
  const missing = missingContractItems(contract);
  if (missing.length > 0) {
    const errors = missing.map((name) => ({ pointer: `/items/${name}`, code: 'missing', message: 'Is needed.' }));
    const refusal = refuseMerchant('ContractItemsMissing', `Still needed: ${missing.join(', ')}.`);
    throw new Refusal({ ...portable(refusal), errors });
  }
  const { settlementBasis, payeeKind } = contract.items;
  if (payeeKind === 'individual' && settlementBasis === 'collection_agency') {
    throw refuseMerchant('SettlementBasisForbidden', 'For an individual we may buy receivables, but not collect.');
  }
}

async function withContract(
  ports: UsableKeys,
  before: Merchant,
  contract: MethodContract,
  at: string,
  status: 200 | 201,
): Promise<MerchantEffect> {
  const others = before.contracts.filter(({ method }) => method !== contract.method);
  const merchant = changed({ ...before, contracts: [...others, contract] }, at);
  const keys = await changedKeys(ports, merchant);
  return { merchant, event, keys, told: answer(status, shownContract(contract)) };
}
