import { eventIdOf, type OutboxEvent } from '../events/outbox.ts';
import type { Actor } from '../shared/actor.ts';
import { businessDateOf, type Clock } from '../shared/clock.ts';
import { creationKeys, listByCreation } from '../shared/creation-index.ts';
import { earlierAnswer, writeOnce } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, type Write, WriteRefused } from '../shared/write.ts';
import { companyGuard } from './company-guard.ts';
import { refuseCredit } from './credit.refusals.ts';
import type { RelationChange } from './credit-relation.ts';
import { LimitChange, type LimitChangePorts } from './limit-change.ts';
import { relationWrites } from './relation-credit.ts';

const limitChangeKey = (limitChangeId: string) => ({ PK: `LIMITCHANGE#${limitChangeId}`, SK: 'LIMITCHANGE' });

/** Each state is a list of its own, as with examinations. */
const queueOf = (state: LimitChange['state']): string => `OPERATOR#${state}`;

/** Told to staff alone: its merchant hears of another limit, and not that one was asked for (functions/events/staff-list.ts). */
const told = {
  pending: 'limit_change.proposed',
  approved: 'limit_change.approved',
  rejected: 'limit_change.rejected',
} as const;

function outboxOf({ limitChangeId, version, state, updatedAt }: LimitChange): OutboxEvent {
  const id = eventIdOf(limitChangeId, version);
  return { id, type: told[state], resourceId: limitChangeId, sequence: version, occurredAt: updatedAt };
}

const limitChangeWrite = (table: string, change: LimitChange, actor: Actor): Write => ({
  table,
  put: {
    ...limitChangeKey(change.limitChangeId),
    ...change,
    outbox: outboxOf(change),
    actor,
    ...creationKeys({
      owner: queueOf(change.state),
      kind: 'LIMITCHANGE',
      createdAt: change.createdAt,
      id: change.limitChangeId,
    }),
  },
  condition: change.version === 1 ? isNew : atVersion(change.version - 1),
});

export interface LimitChangeList {
  readonly state: LimitChange['state'];
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Limit changes belong to the operators and are found by their id alone. */
export function limitChangeStore(table: Table, clock: Clock) {
  const save: LimitChangePorts['limitChanges']['save'] = async (change, applied, { once, actor }, answer) => {
    const writes = [
      limitChangeWrite(table.name, change, actor),
      ...(applied ? relationWrites(table.name, applied) : []),
      ...(applied ? await guards(table, applied) : []),
    ];
    try {
      return await writeOnce(table, clock, { owner: 'OPERATOR', once, answer, writes });
    } catch (error) {
      throw error instanceof WriteRefused ? overtaken(error) : error;
    }
  };
  return {
    save,
    earlier: (once: OnceRequest) => earlierAnswer(table, 'OPERATOR', once),
    get: async (limitChangeId: string): Promise<LimitChange> => {
      const item = await table.get(limitChangeKey(limitChangeId));
      if (!item) throw refuseCredit('LimitChangeNotFound', `There is no limit change ${limitChangeId}.`);
      return LimitChange.parse(item);
    },
    list: ({ state, ...page }: LimitChangeList) =>
      listByCreation(table, {
        owner: queueOf(state),
        kind: 'LIMITCHANGE',
        filter: state,
        ...page,
        read: (item) => {
          const change = LimitChange.parse(item);
          return change.state === state ? change : undefined; // the index may lag behind
        },
      }),
  };
}

/** Raising is bounded by the company's total; lowering never is. */
async function guards(table: Table, { before, buyer, facility }: RelationChange): Promise<Write[]> {
  const { limit: creditLimit, updatedAt } = facility;
  if (creditLimit <= before.facility.limit) return [];
  return [await companyGuard(table, buyer, { creditLimit, today: businessDateOf(updatedAt) })];
}

/** Another decision, or another change of the same credit, was there between our reading and our writing. */
function overtaken(refused: WriteRefused): Error {
  return refused.found[0]
    ? refuseCredit('LimitChangeAlreadyDecided', 'Another request has decided it meanwhile.', {}, refused)
    : refuseRequest('TooBusy', 'The credit has changed since it was read. Send this again.', {}, refused);
}
