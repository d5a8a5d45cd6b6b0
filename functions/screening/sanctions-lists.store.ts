import { gzipSync } from 'node:zlib';
import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import { creationKeys, listByCreation } from '../shared/creation-index.ts';
import { earlierAnswer, writeOnce } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, type Write, WriteRefused } from '../shared/write.ts';
import { type ListPorts, ListVersion } from './list-version.ts';
import { InForce, inForceKey, listVersionKey } from './lists-in-force.ts';
import { refuseList } from './sanctions-list.refusals.ts';
import type { SanctionsList } from './sanctions-list.ts';

/** A list of a request's size is a tenth of that compressed, and far from the 400 kB of an item. */
const contentOf = ({ version: _, ...list }: SanctionsList): Uint8Array => gzipSync(JSON.stringify(list));

/** Versions of lists in the Transactions table. */
export function sanctionsListStore(table: Table, clock: Clock): ListPorts['lists'] {
  const carryOut = async (writes: readonly Write[], once: OnceRequest, answer: Answer) => {
    try {
      return await writeOnce(table, clock, { owner: 'OPERATOR', once, answer, writes });
    } catch (error) {
      throw error instanceof WriteRefused ? overtaken(error) : error;
    }
  };
  return {
    earlier: (once) => earlierAnswer(table, 'OPERATOR', once),
    get: async (id) => {
      const item = await table.get(listVersionKey(id));
      if (!item) throw refuseList('SanctionsListNotFound', `There is no version ${id} of a list.`);
      return ListVersion.parse(item);
    },
    add: (version, list, once, told) => carryOut([addition(table.name, version, list)], once, told),
    decide: async (version, once, told) => carryOut(await decisionWrites(table, version), once, told),
    all: (page) =>
      listByCreation(table, {
        owner: 'OPERATOR',
        kind: 'SANCTIONSLIST',
        filter: '',
        ...page,
        read: (item) => ListVersion.parse(item),
      }),
  };
}

const addition = (table: string, version: ListVersion, list: SanctionsList): Write => ({
  table,
  put: {
    ...listVersionKey(version.id),
    ...version,
    ...creationKeys({ owner: 'OPERATOR', kind: 'SANCTIONSLIST', createdAt: version.createdAt, id: version.id }),
    content: contentOf(list),
  },
  condition: isNew,
});

/** The decision, and with an approval the change of what is in force: nothing else may have changed it meanwhile. */
async function decisionWrites(table: Table, version: ListVersion): Promise<Write[]> {
  const decision = moved(table.name, version);
  if (version.state !== 'in_force') return [decision];
  const key = inForceKey(version.listId);
  const found = await table.get(key);
  const before = found && InForce.parse(found);
  const { id, listId, listVersion } = version;
  return [
    decision,
    {
      table: table.name,
      put: { ...key, id, listId, listVersion },
      condition: before
        ? { expression: '#id = :before', names: { '#id': 'id' }, values: { ':before': before.id } }
        : isNew,
    },
    ...(before ? [superseded(table.name, before.id)] : []),
  ];
}

const moved = (table: string, { id, state, stateReason, decidedBy, version, updatedAt }: ListVersion): Write => ({
  table,
  update: listVersionKey(id),
  change: {
    expression:
      'SET #state = :state, #stateReason = :stateReason, #decidedBy = :decidedBy, #version = :version, #updatedAt = :updatedAt',
    names: {
      '#state': 'state',
      '#stateReason': 'stateReason',
      '#decidedBy': 'decidedBy',
      '#version': 'version',
      '#updatedAt': 'updatedAt',
    },
    values: {
      ':state': state,
      ':stateReason': stateReason,
      ':decidedBy': decidedBy,
      ':version': version,
      ':updatedAt': updatedAt,
    },
  },
  condition: atVersion(version - 1),
});

const superseded = (table: string, id: string): Write => ({
  table,
  update: listVersionKey(id),
  change: {
    expression: 'SET #state = :superseded, #version = #version + :one',
    names: { '#state': 'state', '#version': 'version' },
    values: { ':superseded': 'superseded', ':one': 1 },
  },
  condition: { expression: 'attribute_exists(PK)' },
});

function overtaken(refused: WriteRefused): Error {
  return refused.found[0]
    ? refuseList('SanctionsListAlreadyDecided', 'Another request has decided it meanwhile.', {}, refused)
    : refuseRequest('TooBusy', 'Another version was put in force meanwhile. Send this again.', {}, refused);
}
