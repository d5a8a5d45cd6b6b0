import type { Examination } from '../screening/examination.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import { normalEmail } from '../shared/japanese.contract.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Vault } from '../shared/vault.ts';
import type { BuyerEvent } from './buyer.item.ts';
import { shownBuyer } from './buyer.resource.ts';
import { applied, type Buyer, peopleOf } from './buyer.ts';
import { type Company, People } from './company.ts';
import type { CreditAccount } from './credit-account.ts';

/** A buyer as it is to be, and what the caller is told. */
export interface BuyerChange {
  readonly buyer: Buyer;
  readonly event: BuyerEvent;
  readonly actor: Actor;
  /** The blind index of the contact's address: there when the buyer applies or has applied, because that claims the address. */
  readonly emailMac?: string | undefined;
  /** What the buyer's examination learns with it. */
  readonly examination?: Examination;
  /** Closes the credit account too, as it was before nothing was found open; refused while anything is taken from it. */
  readonly closes?: CreditAccount | undefined;
  /** Absent where the version that was read guards against repeats. */
  readonly once?: OnceRequest;
  readonly answer: Answer;
}

export interface ApplyPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly buyers: {
    get(merchantId: string, buyerId: string): Promise<Buyer>;
    /** What this very request was answered before. */
    earlier(merchantId: string, once: OnceRequest): Promise<Answer | undefined>;
    /** The company to which the address belongs, if it is this one; else the id that this company will have. */
    companyId(emailMac: string, company: Company): Promise<string>;
    /** Buyer, claim of the address, examination and proof: all or nothing. */
    save(change: BuyerChange): Promise<Answer>;
  };
}

/** One request about one merchant's buyers: carried out once, and known by who made it. */
export interface BuyerRequest {
  readonly merchantId: string;
  readonly once: OnceRequest;
  readonly actor: Actor;
}

/**
 * Applies for credit for a buyer that is registered. The examination that is written with it is what starts the screening
 * (functions/screening/start-screenings.ts): an application that is committed is screened, whatever happens to this process.
 */
export async function applyForCredit(ports: ApplyPorts, buyerId: string, request: BuyerRequest): Promise<Answer> {
  const { buyers, clock, vault } = ports;
  const earlier = await buyers.earlier(request.merchantId, request.once);
  if (earlier) return earlier;
  const registered = await buyers.get(request.merchantId, buyerId);
  const people = People.parse(await vault.open(peopleOf(registered), registered.people));
  const { buyer, emailMac } = await applicationOf(ports, registered, people);
  return await buyers.save({
    buyer,
    emailMac,
    event: 'buyer_application.submitted',
    once: request.once,
    actor: request.actor,
    answer: answer(201, shownBuyer(buyer, people, businessDate(clock))),
  });
}

/** The buyer as it applies now, and the address that this claims. */
export async function applicationOf(
  { buyers, vault, clock }: ApplyPorts,
  registered: Buyer,
  people: People,
): Promise<{ readonly buyer: Buyer; readonly emailMac: string }> {
  const buyer = applied(registered, instant(clock));
  const emailMac = await blindEmail(vault, people);
  return { buyer: { ...buyer, companyId: await buyers.companyId(emailMac, buyer.company) }, emailMac };
}

/** Under which an address is known to the credit side without being readable. */
export const blindEmail = (vault: Vault, { contact }: People): Promise<string> =>
  vault.blindIndex('email', normalEmail(contact.email));
