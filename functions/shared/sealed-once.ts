import type { Answer } from './answer.ts';
import type { Clock } from './clock.ts';
import { earlierAnswer, type OnceOwner, type OnceWrite, writeOnce } from './once.item.ts';
import type { OnceRequest } from './once.ts';
import type { Table } from './table.ts';
import type { Vault } from './vault.ts';

/** Once-only requests whose answers show personal data: what the proof remembers of them is sealed. */
export interface SealedOnce {
  write(request: OnceWrite): Promise<Answer>;
  earlier(owner: OnceOwner, once: OnceRequest): Promise<Answer | undefined>;
}

export function sealedOnce(table: Table, clock: Clock, vault: Vault): SealedOnce {
  const place = (owner: OnceOwner, { key }: OnceRequest) => ({ owner, key, field: 'answer' });
  const opened = async (owner: OnceOwner, once: OnceRequest, replay: Answer): Promise<Answer> => ({
    ...replay,
    body: String(await vault.open(place(owner, once), Buffer.from(replay.body, 'base64'))),
  });
  return {
    write: async (request) => {
      const { owner, once, answer } = request;
      const sealed = await vault.seal(place(owner, once), answer.body);
      const body = Buffer.from(sealed).toString('base64');
      const told = await writeOnce(table, clock, { ...request, answer: { ...answer, body } });
      return told.replayed ? await opened(owner, once, told) : answer;
    },
    earlier: async (owner, once) => {
      const replay = await earlierAnswer(table, owner, once);
      return replay && (await opened(owner, once, replay));
    },
  };
}
