import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { instant } from '../shared/clock.ts';
import { newId } from '../shared/ids.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { ApplyAsMerchant, ChangeMerchant } from './application.contract.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import { openMerchantPeople } from './merchant.resource.ts';
import { changed, type Merchant, type MerchantState, merchantPeople } from './merchant.ts';
import { type MerchantEffect, type MerchantPorts, type OperatorRequest, shown } from './merchant-ports.ts';
import { useProposal } from './use-proposal.ts';

/** Enters an application as a draft. */
export async function applyAsMerchant(
  ports: MerchantPorts,
  { representative, people, personInCharge, ...given }: ApplyAsMerchant,
  request: OperatorRequest,
): Promise<Answer> {
  const at = instant(ports.clock);
  const merchantId = newId('mer', ports.clock);
  const merchant: Merchant = {
    ...given,
    merchantId,
    people: await ports.vault.seal(merchantPeople({ merchantId }), { representative, people, personInCharge }),
    documents: [],
    proposals: [],
    holds: [],
    contracts: [],
    state: 'draft',
    stateReason: null,
    stateHistory: [{ state: 'draft', reason: null, at }],
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
  return ports.merchants.save({ merchant }, request, answer(201, await shown(ports, merchant)));
}

export interface ChangePorts extends MerchantPorts {
  readonly merchants: MerchantPorts['merchants'] & { change(effect: MerchantEffect, actor: Actor): Promise<void> };
}

/** How the merchant is reached is no part of what was examined; a new person in charge is, and has to be looked for in the lists. */
const alwaysOpen: ReadonlySet<string> = new Set(['contactEmail', 'locale', 'website', 'personInCharge']);

/** Changes what the change names: anything in a draft, and later only how the merchant is reached. */
export async function changeApplication(
  ports: ChangePorts,
  merchantId: string,
  change: ChangeMerchant,
  { actor, version }: { readonly actor: Actor; readonly version: number },
): Promise<Answer> {
  const found = await ports.merchants.get(merchantId);
  if (found.version !== version) {
    throw refuseRequest('VersionStale', `The merchant is at version ${found.version}.`, { version: found.version });
  }
  const closed = Object.keys(change).filter((name) => !alwaysOpen.has(name));
  if (found.state !== 'draft' && closed.length > 0) {
    const detail = `The application is ${found.state}: ${closed.join(', ')} cannot be changed any more.`;
    throw refuseMerchant('MerchantStateConflict', detail, { state: found.state });
  }
  const at = instant(ports.clock);
  const allowed = redirects(found, change) ? useProposal(found, 'change_contact_email', at) : found;
  const { representative, people, personInCharge, ...plain } = change;
  const known = await openMerchantPeople(ports.vault, found);
  const merged = { ...known, ...defined({ representative, people, personInCharge }) };
  const merchant = changed(
    {
      ...allowed,
      ...defined(plain),
      listScreening: personInCharge === undefined ? found.listScreening : undefined,
      people: await ports.vault.seal(merchantPeople(found), merged),
    },
    at,
  );
  await ports.merchants.change({ merchant }, actor);
  return answer(200, await shown(ports, merchant));
}

const beforeApproval: ReadonlySet<MerchantState> = new Set<MerchantState>([
  'draft',
  'submitted',
  'screening',
  'rejected',
]);

/** Whoever reads the letters of an approved merchant hears of its keys and of its suspension, and can answer as its voice. */
const redirects = ({ state, contactEmail }: Merchant, change: ChangeMerchant): boolean =>
  !beforeApproval.has(state) && change.contactEmail !== undefined && change.contactEmail !== contactEmail;

type Defined<Of> = { [Name in keyof Of]?: Exclude<Of[Name], undefined> };

/** Without what was not named. */
const defined = <Of extends object>(of: Of): Defined<Of> =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Defined<Of>;
