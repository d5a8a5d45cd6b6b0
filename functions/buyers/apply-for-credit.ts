import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import { normalEmail } from '../shared/japanese.contract.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Vault } from '../shared/vault.ts';
import type { BuyerResource } from './buyer.contract.ts';
import { shownBuyer } from './buyer.resource.ts';
import { applied, type Buyer, examinationIdOf, peopleOf } from './buyer.ts';
import { People } from './company.ts';

/** What a screening is started with: the ids, never the data. */
export interface ScreeningInput {
  readonly merchantId: string;
  readonly buyerId: string;
  readonly examinationId: string;
}

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
  readonly screening: { start(name: string, input: ScreeningInput): Promise<void> };
}

/** Applies for credit for a buyer that is registered. */
export async function applyForCredit(
  ports: ApplyPorts,
  merchantId: string,
  buyerId: string,
  once: OnceRequest,
): Promise<Answer> {
  const earlier = await ports.buyers.earlier(merchantId, once);
  const told = earlier ?? (await apply(ports, await ports.buyers.get(merchantId, buyerId), once));
  await startScreening(ports.screening, merchantId, told);
  return told;
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

/**
 * Starts the screening that an answer promises. The application is committed by then; whoever gets no answer because this
 * fails sends the same request again, is replayed, and starts it: the name makes every further start a no-op.
 */
export async function startScreening(
  screening: ApplyPorts['screening'],
  merchantId: string,
  told: Answer,
): Promise<void> {
  const { id, version } = JSON.parse(told.body) as BuyerResource;
  await screening.start(`screening-${id}-${version}`, {
    merchantId,
    buyerId: id,
    examinationId: examinationIdOf(id, version),
  });
}
