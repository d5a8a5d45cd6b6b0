import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import { normalEmail } from '../shared/japanese.contract.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Vault } from '../shared/vault.ts';
import { shownBuyer } from './buyer.resource.ts';
import { applied, type Buyer, peopleOf } from './buyer.ts';
import { People } from './company.ts';

/** A buyer that is new or has applied, and what the caller is told. */
export interface BuyerChange {
  readonly buyer: Buyer;
  /** The blind index of the contact's address: there when the buyer applies, because applying claims the address. */
  readonly emailMac?: string;
  readonly once: OnceRequest;
  readonly answer: Answer;
}

export interface ApplyPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly buyers: {
    get(merchantId: string, buyerId: string): Promise<Buyer>;
    /** What this very request was answered before. */
    earlier(merchantId: string, once: OnceRequest): Promise<Answer | undefined>;
    /** Buyer, claim of the address, examination and proof: all or nothing. */
    save(change: BuyerChange): Promise<Answer>;
  };
}

/**
 * Applies for credit for a buyer that is registered. The examination that is written with it is what starts the screening
 * (functions/screening/start-screenings.ts): an application that is committed is screened, whatever happens to this process.
 */
export async function applyForCredit(
  ports: ApplyPorts,
  merchantId: string,
  buyerId: string,
  once: OnceRequest,
): Promise<Answer> {
  const earlier = await ports.buyers.earlier(merchantId, once);
  return earlier ?? (await apply(ports, await ports.buyers.get(merchantId, buyerId), once));
}

async function apply({ clock, vault, buyers }: ApplyPorts, registered: Buyer, once: OnceRequest): Promise<Answer> {
  const buyer = applied(registered, instant(clock));
  const people = People.parse(await vault.open(peopleOf(buyer), buyer.people));
  return await buyers.save({
    buyer,
    emailMac: await blindEmail(vault, people),
    once,
    answer: answer(201, shownBuyer(buyer, people, businessDate(clock))),
  });
}

/** Under which an address is known to the credit side without being readable. */
export const blindEmail = (vault: Vault, { contact }: People): Promise<string> =>
  vault.blindIndex('email', normalEmail(contact.email));
