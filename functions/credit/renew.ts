import { moveTo } from '../buyers/buyer.ts';
import { examinationSummary } from '../screening/examination.resource.ts';
import { type Examination, openExamination } from '../screening/examination.ts';
import { systemActor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant, plusDays } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseCredit } from './credit.refusals.ts';
import { type CreditRelation, isDealing, type RelationChange } from './credit-relation.ts';
import type { OperatorRequest } from './operator-request.ts';
import { changed, facilityExpired, type StoredFacility } from './stored-facility.ts';

/** How long before its end a facility is examined for the next twelve months. */
export const renewalDays = 30;

/** The renewal of a facility that opens by itself; another one, if an operator asks for it. */
const renewalIdOf = ({ facilityId }: StoredFacility, attempt = 'scheduled'): string =>
  idFrom('exm', facilityId, 'renewal', attempt);

/** Examines a buyer again that has credit or had it: with the data of today, for the limit that it has. */
function openRenewal({ buyer, facility }: CreditRelation, examinationId: string, at: string, by: string): Examination {
  const opened = openExamination({ ...buyer, examinationId, requestedCreditLimit: facility.limit, updatedAt: at });
  return {
    ...opened,
    kind: 'renewal',
    renewsUntil: facility.endsOn,
    history: [{ state: 'in_progress', reason: 'renewal', by, at }],
  };
}

export interface RenewalPorts {
  readonly clock: Clock;
  readonly relations: {
    find(buyerId: string): Promise<CreditRelation>;
    earlier(once: OnceRequest): Promise<Answer | undefined>;
  };
  readonly renewals: {
    state(examinationId: string): Promise<Examination['state'] | undefined>;
    open(renewal: Examination, once: OnceRequest, told: Answer): Promise<Answer>;
  };
}

/** Opens a renewal because an operator asks for it: before the facility ends, or after it has. */
export async function requestRenewal(
  ports: RenewalPorts,
  buyerId: string,
  { actor, once }: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.relations.earlier(once);
  if (earlier) return earlier;
  const relation = await ports.relations.find(buyerId);
  const { facility, buyer } = relation;
  if (facility.state === 'revoked' || !isDealing(buyer)) {
    const detail = `The buyer is ${buyer.state} and its credit facility ${facility.state}.`;
    throw refuseCredit('FacilityNotOpen', detail, { state: facility.state });
  }
  const scheduled = await ports.renewals.state(renewalIdOf(facility));
  if (scheduled !== undefined && scheduled !== 'decided') {
    const examinationId = renewalIdOf(facility);
    throw refuseCredit('RenewalInProgress', `${examinationId} examines the renewal.`, { examinationId });
  }
  const renewal = openRenewal(relation, renewalIdOf(facility, once.key), instant(ports.clock), `operator:${actor.by}`);
  return ports.renewals.open(renewal, once, answer(201, examinationSummary(renewal, businessDate(ports.clock))));
}

export interface ReviewFacilitiesPorts {
  readonly clock: Clock;
  readonly facilities: {
    /** Facilities in force that end before a day, the first to end first. */
    endingBefore(day: string): AsyncIterable<StoredFacility>;
    relation(facility: StoredFacility): Promise<CreditRelation>;
    /** False when it is open already, or was. */
    openRenewal(renewal: Examination): Promise<boolean>;
    /** False when something else changed the facility meanwhile: the next run looks again. */
    expire(change: RelationChange): Promise<boolean>;
  };
}

/**
 * Runs daily: opens the renewal of every facility that ends within thirty days, and closes those whose last day is over. What is
 * done is not found again, so a run that was stopped is finished by the next one. One that fails holds up no other.
 */
export async function reviewFacilities(ports: ReviewFacilitiesPorts): Promise<{ renewals: number; expired: number }> {
  const today = businessDate(ports.clock);
  const done = { renewals: 0, expired: 0 };
  const failures: unknown[] = [];
  for await (const facility of ports.facilities.endingBefore(plusDays(today, renewalDays + 1))) {
    try {
      const relation = await ports.facilities.relation(facility);
      if (relation.facility.facilityId !== facility.facilityId) continue;
      if (facility.endsOn < today) done.expired += Number(await ports.facilities.expire(expiry(relation, ports.clock)));
      else if (isDealing(relation.buyer)) done.renewals += Number(await openScheduled(ports, relation));
    } catch (cause) {
      failures.push(new Error(`${facility.facilityId} could not be reviewed`, { cause }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} facilities failed`);
  return done;
}

const openScheduled = (ports: ReviewFacilitiesPorts, relation: CreditRelation): Promise<boolean> =>
  ports.facilities.openRenewal(
    openRenewal(relation, renewalIdOf(relation.facility), instant(ports.clock), 'system:review-facilities'),
  );

/** The end of a facility: the buyer cannot order any more (利用可能-取引不可) until a renewal grants another. */
function expiry(before: CreditRelation, clock: Clock): RelationChange {
  const at = instant(clock);
  const { buyer } = before;
  return {
    before,
    facility: changed(before.facility, { state: 'expired', stateReason: 'period_ended' }, at),
    buyer: buyer.state === 'active' ? moveTo(buyer, 'suspended', at, facilityExpired) : buyer,
    event: 'credit_facility.expired',
    actor: systemActor('review-facilities'),
  };
}
