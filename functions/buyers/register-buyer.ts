import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, instant } from '../shared/clock.ts';
import { newId } from '../shared/ids.ts';
import { type ApplyPorts, applicationOf, type BuyerRequest } from './apply-for-credit.ts';
import type { RegisterBuyer } from './buyer.contract.ts';
import { shownBuyer } from './buyer.resource.ts';
import { type Buyer, type BuyerState, peopleOf } from './buyer.ts';

/** Registers a buyer; with `apply` its application is part of the same write, or nothing happens at all. */
export async function registerBuyer(
  ports: ApplyPorts,
  { apply, ...given }: RegisterBuyer,
  { merchantId, once, actor }: BuyerRequest,
): Promise<Answer> {
  const { representative, contact } = given;
  const people = { representative, contact };
  const told = (buyer: Buyer) => answer(201, shownBuyer(buyer, people, businessDate(ports.clock)));
  // What is written first is version 1, also when it moves on at once.
  const registered = await newBuyer(ports, { ...given, merchantId, version: apply ? 0 : 1 }, 'awaiting_application');
  if (!apply) {
    return await ports.buyers.save({
      buyer: registered,
      event: 'buyer.registered',
      once,
      actor,
      answer: told(registered),
    });
  }
  const { buyer, emailMac } = await applicationOf(ports, registered, people);
  return await ports.buyers.save({
    buyer,
    emailMac,
    event: 'buyer_application.submitted',
    once,
    actor,
    answer: told(buyer),
  });
}

/** A buyer that nobody has met before, with its people sealed. */
export async function newBuyer(
  { clock, vault }: Pick<ApplyPorts, 'clock' | 'vault'>,
  { representative, contact, ...given }: Omit<RegisterBuyer, 'apply'> & Pick<Buyer, 'merchantId' | 'version' | 'door'>,
  state: BuyerState,
): Promise<Buyer> {
  const at = instant(clock);
  const buyerId = newId('buy', clock);
  const { merchantId } = given;
  return {
    ...given,
    buyerId,
    people: await vault.seal(peopleOf({ merchantId, buyerId }), { representative, contact }),
    state,
    stateReason: null,
    stateHistory: [{ state, reason: null, at }],
    createdAt: at,
    updatedAt: at,
  };
}
