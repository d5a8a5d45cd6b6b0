import type { BuyerRequest } from '../buyers/apply-for-credit.ts';
import type { BuyerEvent } from '../buyers/buyer.item.ts';
import { awaiting, type Buyer, type Door, moveTo } from '../buyers/buyer.ts';
import type { Answer } from '../shared/answer.ts';
import { instant } from '../shared/clock.ts';
import { notConnected } from './create-member.ts';
import { entryState } from './entry-state.ts';
import { openPeople, saveMember, submitOrWait } from './member-application.ts';
import type { MemberPorts } from './member-ports.ts';
import type { ChangeMemberStatus } from './members.contract.ts';

/** Doors 3 and 4: a member that the shop has already, by its own hand or by the staff's (CAPABILITIES.md P3). */
export async function changeMemberStatus(
  ports: MemberPorts,
  { buyerId, ...form }: ChangeMemberStatus & { readonly buyerId: string },
  request: BuyerRequest,
): Promise<Answer> {
  const { merchantId } = request;
  const earlier = await ports.buyers.earlier(merchantId, request.once);
  if (earlier) return earlier;
  const known = await ports.buyers.get(merchantId, buyerId);
  const people = await openPeople(ports, known);
  const at = instant(ports.clock);
  const door: Door = form.door === 'my_page' ? 'my_page' : 'staff_change';
  const methods = form.paymentMethods ?? known.paymentMethods;
  if (form.status === 'none') {
    const { buyer, event } = withdrawn({ ...known, door, paymentMethods: methods }, at);
    return await saveMember(ports, { buyer, people, request }, { event });
  }
  const rules = await ports.shop.rules(merchantId);
  if (!rules.connected) throw notConnected();
  const entry = entryState(door, rules, { methods });
  const entering = { ...known, door, paymentMethods: [...entry.methods] };
  if (entry.applies) return await submitOrWait(ports, { buyer: entering, people, request });
  const { buyer, event } = waiting(entering, at);
  return await saveMember(ports, { buyer, people, request }, { event });
}

interface Changed {
  readonly buyer: Buyer;
  readonly event: BuyerEvent;
}

const waiting = (buyer: Buyer, at: string): Changed =>
  buyer.state === 'awaiting_application'
    ? { buyer: touched(buyer, at), event: 'buyer.updated' }
    : { buyer: awaiting(buyer, at), event: 'buyer_application.awaiting' };

const withdrawn = (buyer: Buyer, at: string): Changed =>
  buyer.state === 'not_applied'
    ? { buyer: touched(buyer, at), event: 'buyer.updated' }
    : { buyer: moveTo(buyer, 'not_applied', at, 'withdrawn'), event: 'buyer_application.cancelled' };

/** The next version, in the state that it is in already. */
const touched = (buyer: Buyer, at: string): Buyer => ({ ...buyer, version: buyer.version + 1, updatedAt: at });
