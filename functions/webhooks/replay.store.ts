import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import { earlierAnswer, type OnceOwner, writeOnce } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Key } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
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
  earlier: (merchantId: string, once: OnceRequest) => earlierAnswer(table, ownerOf(merchantId), once),
  create: (merchantId: string, replays: readonly Replay[], once: OnceRequest, answer: Answer): Promise<Answer> =>
    writeOnce(table, clock, {
      owner: ownerOf(merchantId),
      once,
      answer,
      writes: replays.map((replay) => writeOf(table.name, replay)),
    }),
});
