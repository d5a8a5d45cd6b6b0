import { type Buyer, type BuyerState, creditLimitMin } from '../buyers/buyer.ts';
import type { CreditAccount } from '../buyers/credit-account.ts';
import { systemActor } from '../shared/actor.ts';
import { businessDate, instant } from '../shared/clock.ts';
import { normalEmail } from '../shared/japanese.contract.ts';
import { countedLimit } from './company-limits.ts';
import { type ConcludePorts, type Conclusion, conclusionOf, facilityReused } from './conclude.ts';
import type { Examination, Ruling } from './examination.ts';
import { policyInForce } from './recompute.ts';
import { type CaseInput, openPeople, type ScreeningCase } from './screening-case.ts';

/** A company's relation with some merchant, and the credit that it has there. */
export interface DealingRelation {
  readonly merchantId: string;
  readonly buyerId: string;
  readonly state: BuyerState;
  readonly account: CreditAccount | undefined;
  /** The address of the company's contact there, as it is compared. */
  readonly contactEmail: () => Promise<string>;
}

export interface ReusePorts extends ConcludePorts {
  readonly relations: { ofCompany(companyId: string): Promise<readonly DealingRelation[]> };
}

/**
 * ReuseFacility: a company that trades on credit at another merchant gets a relation with this one, not a second examination
 * (CAPABILITIES.md P7). Nobody outside is asked; the lists have been searched again the step before, because they change.
 * Whatever speaks against it leads to the ordinary examination, and neither merchant learns of the other.
 */
export async function reuseFacility(ports: ReusePorts, input: CaseInput): Promise<{ reused: boolean }> {
  const found = await ports.cases.load(input);
  if (found.examination.state === 'decided') return { reused: true };
  const { companyId } = found.buyer;
  if (!isEligible(found.examination) || companyId === undefined) return { reused: false };
  const elsewhere = (await ports.relations.ofCompany(companyId)).filter(
    ({ merchantId }) => merchantId !== found.buyer.merchantId,
  );
  const { contact } = await openPeople(ports.vault, found.examination);
  const granted = await reusable(found.buyer, normalEmail(contact.email), elsewhere, businessDate(ports.clock));
  if (!granted) return { reused: false };
  await ports.conclusions.record(reuseOf(found, granted, instant(ports.clock)));
  return { reused: true };
}

const isEligible = ({ kind, listDecision }: Examination): boolean => kind === 'application' && listDecision === 'clear';

interface Granted {
  readonly limit: number;
  readonly endsOn: string;
  readonly from: { readonly merchantId: string; readonly buyerId: string };
}

/**
 * The credit that can be used again: that of the relation with the largest limit among those that trade today under the address
 * of the same contact. A corporate number is public: whoever gives a company's, and an address of its own, is examined like
 * everybody else, and where the address is the company's, the company hears of it. The credit is never more than was examined
 * there, nor than was asked for here, nor than the policy leaves for the company at all merchants together.
 */
async function reusable(
  buyer: Buyer,
  email: string,
  elsewhere: readonly DealingRelation[],
  today: string,
): Promise<Granted | undefined> {
  const trading = elsewhere.flatMap(({ state, account, ...relation }) =>
    state === 'active' && account && isOpen(account, today) ? [{ ...relation, account }] : [],
  );
  const known = await Promise.all(trading.map(async (one) => ((await one.contactEmail()) === email ? [one] : [])));
  const [source] = known.flat().sort((a, b) => b.account.limit - a.account.limit);
  if (!source) return undefined;
  const { limit: examined, endsOn } = source.account;
  const limit = Math.min(buyer.requestedCreditLimit ?? examined, examined, leftForCompany(elsewhere, today));
  const { merchantId, buyerId } = source;
  return limit < creditLimitMin ? undefined : { limit, endsOn, from: { merchantId, buyerId } };
}

const isOpen = ({ state, startsOn, endsOn }: CreditAccount, today: string): boolean =>
  state === 'active' && startsOn <= today && today <= endsOn;

function leftForCompany(elsewhere: readonly DealingRelation[], today: string): number {
  const maximum = policyInForce(today).company?.limitTotalMaximum ?? Number.POSITIVE_INFINITY;
  return elsewhere.reduce((left, { account }) => left - countedLimit(account, today), maximum);
}

/** An approval that ends when the credit ends that it is taken from: nobody has examined the company for longer. */
function reuseOf(found: ScreeningCase, { limit, endsOn, from }: Granted, at: string): Conclusion {
  const ruling: Ruling = {
    outcome: 'approve',
    creditLimit: limit,
    reason: facilityReused,
    decidedBy: 'policy:facility-reuse',
    decidedAt: at,
  };
  const { examination, facility, ...concluded } = conclusionOf(found, ruling, systemActor('screening'));
  const { merchantId, buyerId } = from;
  return {
    ...concluded,
    examination: { ...examination, reusedFrom: { merchantId, buyerId } },
    ...(facility ? { facility: { ...facility, endsOn } } : {}),
  };
}
