import * as z from 'zod/mini';
import { policyInForce } from '../screening/recompute.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDateOf, type Clock, instant } from '../shared/clock.ts';
import { assertSecondPerson } from '../shared/four-eyes.ts';
import { newId } from '../shared/ids.ts';
import type { OnceRequest } from '../shared/once.ts';
import { assertFitsCompany } from './assert-fits-company.ts';
import type { DecideLimitChange, LimitChangeResource, ProposeLimitChange } from './credit.contract.ts';
import { refuseCredit } from './credit.refusals.ts';
import { assertDealing, type CreditRelation, type RelationChange } from './credit-relation.ts';
import type { OperatorRequest } from './operator-request.ts';
import { changed } from './stored-facility.ts';

export const limitChangeStates = ['pending', 'approved', 'rejected'] as const;

/** A limit that one operator proposes and another decides (D10: four eyes). */
export const LimitChange = z.object({
  limitChangeId: z.string(),
  merchantId: z.string(),
  buyerId: z.string(),
  limitBefore: z.int(),
  creditLimit: z.int(),
  reason: z.string(),
  proposedBy: z.string(),
  state: z.enum(limitChangeStates),
  decision: z.optional(z.object({ reason: z.string(), by: z.string(), at: z.string() })),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type LimitChange = z.infer<typeof LimitChange>;

export interface LimitChangePorts {
  readonly clock: Clock;
  readonly relations: {
    find(buyerId: string): Promise<CreditRelation>;
    /** What the buyer's company has been granted at other merchants. */
    otherLimits(relation: CreditRelation): Promise<number>;
  };
  readonly limitChanges: {
    earlier(once: OnceRequest): Promise<Answer | undefined>;
    get(limitChangeId: string): Promise<LimitChange>;
    /** The change, and with an approval what it does to the credit: with its proof, all or nothing. */
    save(
      change: LimitChange,
      applied: RelationChange | undefined,
      request: OperatorRequest,
      told: Answer,
    ): Promise<Answer>;
  };
}

/** Proposes another limit for a buyer. Nothing changes until somebody else approves it. */
export async function proposeLimitChange(
  ports: LimitChangePorts,
  buyerId: string,
  { creditLimit, reason }: ProposeLimitChange,
  request: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.limitChanges.earlier(request.once);
  if (earlier) return earlier;
  const relation = await ports.relations.find(buyerId);
  assertChanges(relation, creditLimit);
  await assertFits(ports, relation, creditLimit);
  const at = instant(ports.clock);
  const { merchantId } = relation.buyer;
  const change: LimitChange = {
    ...{ limitChangeId: newId('lch', ports.clock), merchantId, buyerId, limitBefore: relation.facility.limit },
    ...{
      creditLimit,
      reason,
      proposedBy: request.actor.by,
      state: 'pending',
      version: 1,
      createdAt: at,
      updatedAt: at,
    },
  };
  return ports.limitChanges.save(change, undefined, request, answer(201, limitChangeResource(change)));
}

/** Approves or rejects another operator's proposal. */
export async function decideLimitChange(
  ports: LimitChangePorts,
  limitChangeId: string,
  { outcome, reason }: DecideLimitChange,
  request: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.limitChanges.earlier(request.once);
  if (earlier) return earlier;
  const pending = await ports.limitChanges.get(limitChangeId);
  if (pending.state !== 'pending') {
    throw refuseCredit('LimitChangeAlreadyDecided', `${limitChangeId} is ${pending.state}.`, { state: pending.state });
  }
  assertSecondPerson(pending.proposedBy, request.actor.by);
  const at = instant(ports.clock);
  const decided: LimitChange = {
    ...pending,
    state: outcome === 'approve' ? 'approved' : 'rejected',
    decision: { reason, by: request.actor.by, at },
    version: pending.version + 1,
    updatedAt: at,
  };
  const applied = outcome === 'approve' ? await applyLimit(ports, pending, request, at) : undefined;
  return ports.limitChanges.save(decided, applied, request, answer(200, limitChangeResource(decided)));
}

async function applyLimit(
  ports: LimitChangePorts,
  { buyerId, limitBefore, creditLimit, reason }: LimitChange,
  { actor }: OperatorRequest,
  at: string,
): Promise<RelationChange> {
  const before = await ports.relations.find(buyerId);
  if (before.facility.limit !== limitBefore) {
    const { limit } = before.facility;
    throw refuseCredit('LimitChangeOutdated', `The limit is ${limit} now. Propose this again.`, { limit });
  }
  assertChanges(before, creditLimit);
  await assertFits(ports, before, creditLimit);
  const facility = changed(before.facility, { limit: creditLimit }, at);
  return { before, facility, buyer: before.buyer, event: 'credit_facility.changed', actor, note: reason };
}

function assertChanges(relation: CreditRelation, creditLimit: number): void {
  assertDealing(relation);
  const { state, limit } = relation.facility;
  if (state === 'expired' || state === 'revoked') {
    throw refuseCredit('FacilityNotOpen', `The credit facility is ${state}.`, { state });
  }
  if (limit === creditLimit) throw refuseCredit('LimitUnchanged', `The limit is ${limit} yen already.`, { limit });
}

/** Raising is bounded by what all merchants together may grant one company; lowering never is. */
async function assertFits(ports: LimitChangePorts, relation: CreditRelation, creditLimit: number): Promise<void> {
  const { company } = policyInForce(businessDateOf(instant(ports.clock)));
  if (!company || creditLimit <= relation.facility.limit) return;
  const otherLimits = await ports.relations.otherLimits(relation);
  assertFitsCompany(company, { otherLimits, creditLimit });
}

/** A limit change as operators see it. */
export const limitChangeResource = ({
  limitChangeId,
  decision,
  state,
  ...change
}: LimitChange): LimitChangeResource => ({
  id: limitChangeId,
  state,
  stateReason: decision?.reason ?? null,
  nextActions: state === 'pending' ? ['decide'] : [],
  ...change,
  decision: decision ?? null,
});
