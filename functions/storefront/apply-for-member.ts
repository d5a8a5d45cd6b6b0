import type { BuyerRequest } from '../buyers/apply-for-credit.ts';
import { refuseBuyer } from '../buyers/buyer.refusals.ts';
import { type Buyer, moveTo, paid } from '../buyers/buyer.ts';
import type { Answer } from '../shared/answer.ts';
import { instant } from '../shared/clock.ts';
import { notConnected } from './create-member.ts';
import { cancelledNotice } from './member.resource.ts';
import { openPeople, saveMember, submitOrRefuse } from './member-application.ts';
import type { MemberPorts } from './member-ports.ts';
import { refuseStorefront } from './storefront.refusals.ts';

/**
 * The link 申請する of the member list. A member without the method has its application cancelled instead: its status becomes
 * blank, and nobody outside hears of it (CAPABILITIES.md P5).
 */
export async function applyForMember(ports: MemberPorts, buyerId: string, request: BuyerRequest): Promise<Answer> {
  const { merchantId, once } = request;
  const earlier = await ports.buyers.earlier(merchantId, once);
  if (earlier) return earlier;
  const buyer = await ports.buyers.get(merchantId, buyerId);
  assertAwaiting(buyer);
  const people = await openPeople(ports, buyer);
  if (!buyer.paymentMethods.includes(paid)) {
    const cancelled = moveTo(buyer, 'not_applied', instant(ports.clock), 'method_missing');
    const how = { event: 'buyer_application.cancelled', status: 200, notice: cancelledNotice } as const;
    return await saveMember(ports, { buyer: cancelled, people, request }, how);
  }
  if (!(await ports.shop.rules(merchantId)).connected) throw notConnected();
  return await submitOrRefuse(ports, { buyer, people, request });
}

function assertAwaiting({ state }: Buyer): void {
  if (state === 'awaiting_application') return;
  throw refuseBuyer('BuyerStateConflict', `The member is ${state}: only 申請待ち can be applied for.`, { state });
}

/**
 * The side banner: a member that has the method at another shop asks to use it here too, and the staff has nothing to do
 * (CAPABILITIES.md P7). It is an application like any other: whether the facility can be used again is found by the screening
 * (functions/screening/reuse-facility.ts), and this shop learns of no other one.
 */
export async function requestLink(ports: MemberPorts, buyerId: string, request: BuyerRequest): Promise<Answer> {
  const { merchantId, once } = request;
  const earlier = await ports.buyers.earlier(merchantId, once);
  if (earlier) return earlier;
  const buyer = await ports.buyers.get(merchantId, buyerId);
  const rules = await ports.shop.rules(merchantId);
  if (!rules.connected) throw notConnected();
  if (!rules.showLinkBanner) throw refuseStorefront('LinkBannerHidden', 'showLinkBanner is off in the settings.');
  const people = await openPeople(ports, buyer);
  return await submitOrRefuse(ports, { buyer: { ...buyer, door: 'my_page' }, people, request });
}
