import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { CreditRelation, RelationChange } from './credit-relation.ts';

/** A request of an operator that is carried out once: the actor is who made it. */
export interface OperatorRequest {
  readonly actor: Actor;
  readonly once: OnceRequest;
}

/** What the changes of a relation's credit need. */
export interface RelationPorts {
  readonly clock: Clock;
  readonly relations: {
    /** Refuses a buyer that has never been granted credit. */
    find(buyerId: string): Promise<CreditRelation>;
    /** The change with its proof, all or nothing. */
    change(change: RelationChange, once: OnceRequest, told: Answer): Promise<Answer>;
    earlier(once: OnceRequest): Promise<Answer | undefined>;
  };
}
