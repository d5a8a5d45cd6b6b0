import { refuseBuyer } from '../buyers/buyer.refusals.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDateOf, instant } from '../shared/clock.ts';
import { assertSecondPerson } from '../shared/four-eyes.ts';
import type { SuspendBuyer } from './credit.contract.ts';
import { refuseCredit } from './credit.refusals.ts';
import { creditRelationResource } from './credit.resource.ts';
import { assertDealing, type CreditRelation, type RelationChange, resumed, stopped } from './credit-relation.ts';
import type { OperatorRequest, RelationPorts } from './operator-request.ts';
import { changed, type Hold } from './stored-facility.ts';

/** Stops a buyer from ordering on credit. What it has ordered goes on. */
export async function suspendBuyer(
  ports: RelationPorts,
  buyerId: string,
  { reason, note }: SuspendBuyer,
  { actor, once }: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.relations.earlier(once);
  if (earlier) return earlier;
  const before = await ports.relations.find(buyerId);
  assertDealing(before);
  if (before.facility.holds.some(({ cause }) => cause === 'operator')) {
    throw refuseBuyer('BuyerStateConflict', 'An operator has suspended the buyer already.', {
      state: before.buyer.state,
    });
  }
  const at = instant(ports.clock);
  const hold: Hold = { cause: 'operator', reason, note, by: actor.by, at };
  const change = { ...withHold(before, hold, at), actor, note };
  return ports.relations.change(change, once, answer(200, creditRelationResource(change)));
}

/** The relation with one more thing that keeps it from being used. */
export function withHold(
  before: CreditRelation,
  hold: Hold,
  at: string,
): Omit<RelationChange, 'actor'> & { readonly event: 'credit_facility.suspended' } {
  const holds = [...before.facility.holds, hold];
  const facility = changed(before.facility, { state: 'suspended', stateReason: hold.reason, holds }, at);
  return { before, facility, buyer: stopped(before.buyer, at, hold.reason), event: 'credit_facility.suspended' };
}

/** Lets a buyer order again, once nothing keeps it from that. */
export async function reinstateBuyer(
  ports: RelationPorts,
  buyerId: string,
  note: string,
  { actor, once }: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.relations.earlier(once);
  if (earlier) return earlier;
  const before = await ports.relations.find(buyerId);
  assertDealing(before);
  const at = instant(ports.clock);
  assertReinstatable(before, actor.by, businessDateOf(at));
  const change = { ...withoutHolds(before, at), actor, note };
  return ports.relations.change(change, once, answer(200, creditRelationResource(change)));
}

/** The relation with nothing left that keeps it from being used: the buyer orders again. */
export function withoutHolds(before: CreditRelation, at: string): Omit<RelationChange, 'actor'> {
  return {
    before,
    facility: changed(before.facility, { state: 'active', stateReason: null, holds: [] }, at),
    buyer: resumed(before.buyer, at),
    event: 'credit_facility.reinstated',
  };
}

/** A certain hit on a list takes two people: one who finds that it is somebody else, and one who lets the buyer order again. */
function assertReinstatable({ facility }: CreditRelation, by: string, today: string): void {
  if (facility.state !== 'suspended') {
    throw refuseCredit('FacilityNotSuspended', `The credit facility is ${facility.state}.`, { state: facility.state });
  }
  if (facility.endsOn < today) {
    throw refuseCredit('FacilityNotOpen', `The credit facility ended on ${facility.endsOn}: renew it.`, {
      state: facility.state,
    });
  }
  for (const hold of facility.holds) assertLiftable(hold, by);
}

function assertLiftable({ cause, examinationId = '', clearedBy }: Hold, by: string): void {
  if (cause !== 'list_hit') return;
  if (clearedBy === undefined) {
    throw refuseCredit('ListHitUndecided', `Decide the examination ${examinationId} first.`, { examinationId });
  }
  assertSecondPerson(clearedBy, by);
}
