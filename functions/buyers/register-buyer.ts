import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, instant } from '../shared/clock.ts';
import { newId } from '../shared/ids.ts';
import type { OnceRequest } from '../shared/once.ts';
import { type ApplyPorts, blindEmail } from './apply-for-credit.ts';
import type { RegisterBuyer } from './buyer.contract.ts';
import { shownBuyer } from './buyer.resource.ts';
import { applied, type Buyer, peopleOf } from './buyer.ts';

/** Registers a buyer; with `apply` its application is part of the same write, or nothing happens at all. */
export async function registerBuyer(
  ports: ApplyPorts,
  merchantId: string,
  { apply, representative, contact, ...given }: RegisterBuyer,
  once: OnceRequest,
): Promise<Answer> {
  const at = instant(ports.clock);
  const people = { representative, contact };
  const buyerId = newId('buy', ports.clock);
  const registered: Buyer = {
    ...given,
    merchantId,
    buyerId,
    people: await ports.vault.seal(peopleOf({ merchantId, buyerId }), people),
    state: 'awaiting_application',
    stateReason: null,
    stateHistory: [{ state: 'awaiting_application', reason: null, at }],
    version: apply ? 0 : 1, // what is written first is version 1, also when it moves on at once
    createdAt: at,
    updatedAt: at,
  };
  const buyer = apply ? applied(registered, at) : registered;
  return await ports.buyers.save({
    buyer,
    once,
    answer: answer(201, shownBuyer(buyer, people, businessDate(ports.clock))),
    ...(apply ? { emailMac: await blindEmail(ports.vault, people) } : {}),
  });
}
