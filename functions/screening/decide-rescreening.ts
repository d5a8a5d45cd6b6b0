import { type CreditRelation, isDealing, type RelationChange } from '../credit/credit-relation.ts';
import { changed, type Hold } from '../credit/stored-facility.ts';
import { withoutHolds } from '../credit/suspend.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Vault } from '../shared/vault.ts';
import { examinationResource } from './examination.resource.ts';
import { type Examination, moveExamination, type Ruling } from './examination.ts';
import type { ScreeningCase } from './screening-case.ts';

/** What a decision on a hit changes: with an event when the buyer's credit changes, without one when it stays stopped. */
export type RescreeningChange = Omit<RelationChange, 'event'> & { readonly event?: RelationChange['event'] };

export interface RescreeningPorts {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rescreenings: {
    relation(of: { readonly merchantId: string; readonly buyerId: string }): Promise<CreditRelation>;
    conclude(decided: Examination, change: RescreeningChange, once: OnceRequest, told: Answer): Promise<Answer>;
  };
}

/**
 * Decides a hit that a re-screening found. Cleared, a possible hit lets the buyer order again at once; a certain one waits for a
 * second person (POST …/reinstatements). Confirmed, it ends the facility for good. What the merchant sees of either is neutral.
 */
export async function decideRescreening(
  ports: RescreeningPorts,
  { examination, buyer }: ScreeningCase,
  ruling: Ruling,
  { actor, once }: { readonly actor: Actor; readonly once: OnceRequest },
): Promise<Answer> {
  const { outcome, reason, decidedBy: by, decidedAt: at } = ruling;
  const decided = moveExamination(examination, { state: 'decided', reason, by, at }, { ruling });
  const before = await ports.rescreenings.relation(buyer);
  const change = outcome === 'approve' ? cleared(before, examination, actor, at) : confirmed(before, at);
  const told = answer(200, await examinationResource(ports, decided));
  return ports.rescreenings.conclude(decided, { ...change, actor, note: reason }, once, told);
}

type Change = Omit<RescreeningChange, 'actor'>;

const isOf = ({ examinationId }: Examination, hold: Hold): boolean => hold.examinationId === examinationId;

function cleared(before: CreditRelation, examination: Examination, actor: Actor, at: string): Change {
  const { facility, buyer } = before;
  const others = facility.holds.filter((hold) => !isOf(examination, hold));
  const waiting = facility.holds
    .filter((hold) => isOf(examination, hold))
    .map((hold) => ({ ...hold, clearedBy: actor.by }));
  const holds = examination.listDecision === 'block' ? [...others, ...waiting] : others;
  if (facility.state === 'suspended' && holds.length === 0 && isDealing(buyer)) return withoutHolds(before, at);
  if (facility.state === 'revoked') return { before, facility, buyer };
  return { before, facility: changed(facility, { holds }, at), buyer };
}

function confirmed(before: CreditRelation, at: string): Change {
  const { facility, buyer } = before;
  if (facility.state === 'revoked') return { before, facility, buyer };
  const revoked = changed(facility, { state: 'revoked', stateReason: 'manual_hold' }, at);
  return { before, facility: revoked, buyer, event: 'credit_facility.revoked' };
}
