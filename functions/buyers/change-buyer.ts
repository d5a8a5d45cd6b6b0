import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { businessDate, instant } from '../shared/clock.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { type ApplyPorts, blindEmail } from './apply-for-credit.ts';
import type { ChangeBuyer } from './buyer.contract.ts';
import { refuseBuyer } from './buyer.refusals.ts';
import { shownBuyer } from './buyer.resource.ts';
import { type Buyer, peopleOf } from './buyer.ts';
import { type Company, identityOf, People } from './company.ts';

export interface ChangeRequest {
  readonly merchantId: string;
  readonly buyerId: string;
  /** The version that the caller saw. */
  readonly version: number;
  readonly actor: Actor;
}

/** Corrects what a merchant knows of its buyer. The examination of an application keeps what was applied with. */
export async function changeBuyer(ports: ApplyPorts, change: ChangeBuyer, request: ChangeRequest): Promise<Answer> {
  const before = await ports.buyers.get(request.merchantId, request.buyerId);
  if (before.version !== request.version) {
    const told = `Buyer ${before.buyerId} is at version ${before.version}, not ${request.version}.`;
    throw refuseRequest('VersionStale', told, { version: before.version });
  }
  return await saveChanges(ports, before, change, request.actor);
}

/** Writes the changes, if they are any: a change that changes nothing is answered and not written. */
export async function saveChanges(
  ports: ApplyPorts,
  before: Buyer,
  change: ChangeBuyer,
  actor: Actor,
): Promise<Answer> {
  const { vault, clock, buyers } = ports;
  const known = People.parse(await vault.open(peopleOf(before), before.people));
  const people = {
    representative: change.representative ?? known.representative,
    contact: change.contact ?? known.contact,
  };
  const told = (buyer: Buyer) => answer(200, shownBuyer(buyer, people, businessDate(clock)));
  if (!changesAny(before, known, change)) return told(before);
  const buyer = await changed(ports, before, people, change);
  const emailMac = isExamined(before) ? await blindEmail(vault, people) : undefined;
  return await buyers.save({ buyer, event: 'buyer.updated', actor, emailMac, answer: told(buyer) });
}

async function changed(
  { vault, clock }: ApplyPorts,
  before: Buyer,
  people: People,
  change: ChangeBuyer,
): Promise<Buyer> {
  if (before.state === 'closed') {
    throw refuseBuyer('BuyerStateConflict', 'The buyer is closed.', { state: before.state });
  }
  if (change.company && isExamined(before)) assertSameCompany(before.company, change.company);
  const { applicationError: _, ...rest } = before;
  const limit = change.requestedCreditLimit ?? before.requestedCreditLimit;
  const locale = change.locale ?? before.locale;
  return {
    ...rest,
    company: change.company ?? before.company,
    closingDay: change.closingDay ?? before.closingDay,
    paymentMethods: change.paymentMethods ?? before.paymentMethods,
    ...(limit === undefined ? {} : { requestedCreditLimit: limit }),
    ...(locale === undefined ? {} : { locale }),
    people: await vault.seal(peopleOf(before), people),
    version: before.version + 1,
    updatedAt: instant(clock),
  };
}

/** True when some member of the change is not what is known already. */
export function changesAny(before: Buyer, people: People, change: ChangeBuyer): boolean {
  const known: Readonly<Record<string, unknown>> = { ...before, ...people };
  return Object.entries(change).some(([name, value]) => canonicalJson(value) !== canonicalJson(known[name] ?? null));
}

/** From its application on, credit hangs on who the company is. */
const isExamined = ({ state }: Buyer): boolean => ['under_review', 'active', 'suspended'].includes(state);

/** A number that becomes known is welcome; another number, name or prefecture is another company, which applies for itself. */
function assertSameCompany(before: Company, after: Company): void {
  const [was, is] = [identityOf(before), identityOf(after)];
  const sameNumber = was.corporateNumber === undefined || was.corporateNumber === is.corporateNumber;
  if (was.nameKey === is.nameKey && sameNumber) return;
  throw refuseBuyer('CompanyIdentityFixed', 'Name, prefecture and corporate number are those that were examined.');
}
