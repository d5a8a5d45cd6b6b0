import * as z from 'zod/mini';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { assertSecondPerson } from '../shared/four-eyes.ts';
import { newId } from '../shared/ids.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseList } from './sanctions-list.refusals.ts';
import { parseSanctionsList, type SanctionsList, SanctionsListError } from './sanctions-list.ts';

export const listVersionStates = ['pending', 'in_force', 'superseded', 'rejected'] as const;

/** One content of a list, as one operator brings it and another puts it in force. It is kept as long as records name it. */
export const ListVersion = z.object({
  id: z.string(),
  listId: z.string(),
  /** The SHA-256 of the content. */
  listVersion: z.string(),
  title: z.string(),
  effectiveOn: z.string(),
  entries: z.int(),
  state: z.enum(listVersionStates),
  stateReason: z.nullable(z.string()),
  proposedBy: z.string(),
  decidedBy: z.optional(z.string()),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ListVersion = z.infer<typeof ListVersion>;

interface Request {
  readonly actor: Actor;
  readonly once: OnceRequest;
}

export interface ListPorts {
  readonly clock: Clock;
  readonly lists: {
    earlier(once: OnceRequest): Promise<Answer | undefined>;
    get(id: string): Promise<ListVersion>;
    add(version: ListVersion, list: SanctionsList, once: OnceRequest, told: Answer): Promise<Answer>;
    /** Puts a version in force instead of the one before it, or rejects it. */
    decide(version: ListVersion, once: OnceRequest, told: Answer): Promise<Answer>;
    all(page: { limit: number; cursor?: string | undefined }): Promise<{
      readonly items: readonly ListVersion[];
      readonly nextCursor: string | null;
    }>;
  };
  /** Everybody with credit is looked for in the lists again. Started twice under one name, it runs once. */
  readonly rescreening: { start(name: string): Promise<void> };
}

/** Takes a new content of a list. It is searched once another operator puts it in force. */
export async function proposeList(ports: ListPorts, source: unknown, { actor, once }: Request): Promise<Answer> {
  const earlier = await ports.lists.earlier(once);
  if (earlier) return earlier;
  const list = readList(source);
  const at = instant(ports.clock);
  const version: ListVersion = {
    id: newId('lst', ports.clock),
    listId: list.listId,
    listVersion: list.version,
    title: list.title,
    effectiveOn: list.effectiveOn,
    entries: list.entries.length,
    state: 'pending',
    stateReason: null,
    proposedBy: actor.by,
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
  return ports.lists.add(version, list, once, answer(201, shownVersion(version)));
}

function readList(source: unknown): SanctionsList {
  try {
    return parseSanctionsList(source);
  } catch (error) {
    if (!(error instanceof SanctionsListError)) throw error;
    throw refuseList('SanctionsListInvalid', error.problems.join('\n'), {}, error);
  }
}

/** Puts a list in force, or rejects it; another person than the one who brought it. What is in force is searched at once. */
export async function decideList(
  ports: ListPorts,
  id: string,
  { outcome, reason }: { readonly outcome: 'approve' | 'reject'; readonly reason: string },
  { actor, once }: Request,
): Promise<Answer> {
  const told = (await ports.lists.earlier(once)) ?? (await carryOut());
  if (outcome === 'approve') await ports.rescreening.start(`rescreening-${id}`);
  return told;

  async function carryOut(): Promise<Answer> {
    const pending = await ports.lists.get(id);
    if (pending.state !== 'pending') {
      throw refuseList('SanctionsListAlreadyDecided', `${id} is ${pending.state}.`, { state: pending.state });
    }
    assertSecondPerson(pending.proposedBy, actor.by);
    const decided: ListVersion = {
      ...pending,
      state: outcome === 'approve' ? 'in_force' : 'rejected',
      stateReason: reason,
      decidedBy: actor.by,
      version: pending.version + 1,
      updatedAt: instant(ports.clock),
    };
    return ports.lists.decide(decided, once, answer(200, shownVersion(decided)));
  }
}

/** Every version of every list, newest first. */
export async function listLists(
  { lists }: ListPorts,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Answer> {
  const { items, nextCursor } = await lists.all(page);
  return answer(200, { items: items.map(shownVersion), nextCursor });
}

const shownVersion = (version: ListVersion) => ({
  ...version,
  decidedBy: version.decidedBy ?? null,
  nextActions: version.state === 'pending' ? ['decide'] : [],
});
