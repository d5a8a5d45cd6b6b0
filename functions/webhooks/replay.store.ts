import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import { earlierAnswer, type OnceOwner, writeOnce } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Key } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, unlessRefused, type Write } from '../shared/write.ts';
import { endpointPartition, forgottenAt } from './delivery.store.ts';
import { Replay } from './replay.ts';
import { refuseWebhook } from './webhook.refusals.ts';

export type ReplayStore = ReturnType<typeof replayStore>;

interface ReplayId {
  readonly merchantId: string;
  readonly endpointId: string;
  readonly replayId: string;
}

const ownerOf = (merchantId: string): OnceOwner => `MERCHANT#${merchantId}`;
const replayKey = ({ merchantId, endpointId, replayId }: ReplayId): Key => ({
  PK: endpointPartition(merchantId, endpointId),
  SK: `REPLAY#${replayId}`,
});

/** Which replay of a range has the endpoint for itself, and until when. */
const turnKey = ({ merchantId, endpointId }: ReplayId): Key => ({
  PK: endpointPartition(merchantId, endpointId),
  SK: 'REPLAYING',
});

function turnWrite(table: string, id: ReplayId, now: string, until: string): Write {
  return {
    table,
    update: turnKey(id),
    change: {
      expression: 'SET replayId = :replayId, endsAt = :until, expiresAt = :forgottenAt',
      values: { ':replayId': id.replayId, ':until': until, ':forgottenAt': forgottenAt(until) },
    },
    condition: {
      expression: 'attribute_not_exists(PK) OR replayId = :replayId OR endsAt <= :now',
      values: { ':replayId': id.replayId, ':now': now },
    },
  };
}

const writeOf = (table: string, replay: Replay): Write => ({
  table,
  put: { ...replayKey(replay), ...replay, expiresAt: forgottenAt(replay.createdAt) },
  condition: replay.version === 1 ? isNew : atVersion(replay.version - 1),
});

/** Replays of the Transactions table. */
export const replayStore = (table: Table, clock: Clock) => ({
  get: async (id: ReplayId): Promise<Replay> => {
    const item = await table.get(replayKey(id));
    if (!item) throw refuseWebhook('WebhookReplayNotFound', `There is no replay ${id.replayId}.`);
    return Replay.parse(item);
  },
  save: (replay: Replay): Promise<void> => table.write(writeOf(table.name, replay)),
  /** Gives the endpoint to this replay until then; false where another one has it. A turn that ends `now` is given back. */
  takeTurn: (id: ReplayId, now: string, until: string): Promise<boolean> =>
    unlessRefused(table.write(turnWrite(table.name, id, now, until))),
  earlier: (merchantId: string, once: OnceRequest) => earlierAnswer(table, ownerOf(merchantId), once),
  create: (merchantId: string, replays: readonly Replay[], once: OnceRequest, answer: Answer): Promise<Answer> =>
    writeOnce(table, clock, {
      owner: ownerOf(merchantId),
      once,
      answer,
      writes: replays.map((replay) => writeOf(table.name, replay)),
    }),
});
