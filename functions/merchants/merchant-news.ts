import * as z from 'zod/mini';
import { algorithmVersion } from '../screening/match-record.ts';
import type { Actor } from '../shared/actor.ts';
import type { Vault } from '../shared/vault.ts';
import { changedKeys, type UsableKeys } from './key-rights.ts';
import type { Merchant } from './merchant.ts';
import { type MerchantListCheck, seenPlace, subjectOf } from './merchant-list-check.ts';
import type { MerchantEffect } from './merchant-ports.ts';
import { hitsOf, latestSearch, unseen } from './merchant-search.ts';
import { ScreenedSubjects, type StoredScreening, screeningPlace } from './screening-record.ts';
import { heldFor } from './suspend-merchant.ts';

export interface NewsPorts extends UsableKeys {
  readonly vault: Vault;
  readonly searches: {
    /** What the merchant was looked for in last. */
    check(merchantId: string): Promise<MerchantListCheck | undefined>;
    /** The search over which it was approved: two operators have seen that. */
    approvedOver(merchant: Merchant): Promise<StoredScreening | undefined>;
  };
}

/** What a search has met that no operator has seen, and the record that they have from now on. */
export interface News {
  readonly subjects: ScreenedSubjects;
  readonly isEmpty: boolean;
  readonly check: MerchantListCheck;
}

/** Tells what is new of a search: a hit that operators have looked at does not come back for the same entry of a list. */
export async function newsOf(
  { vault, searches }: NewsPorts,
  merchant: Merchant,
  found: ScreenedSubjects,
  { before, at }: { readonly before: MerchantListCheck | undefined; readonly at: string },
): Promise<News> {
  const { merchantId } = merchant;
  const approved = before ? undefined : await searches.approvedOver(merchant);
  const seen = new Set([
    ...(before ? z.array(z.string()).parse(await vault.open(seenPlace(before), before.seen)) : []),
    ...(approved ? hitsOf(ScreenedSubjects.parse(await vault.open(screeningPlace(approved), approved.subjects))) : []),
  ]);
  const subjects = unseen(found, seen);
  const { listId = '', listVersion = '' } = found[0]?.record ?? {};
  const check: MerchantListCheck = {
    ...{ merchantId, listId, listVersion, algorithmVersion, subject: subjectOf(merchant) },
    seen: await vault.seal(seenPlace({ merchantId }), [...seen, ...hitsOf(subjects)]),
    ...{ checkedAt: at, version: (before?.version ?? 0) + 1 },
  };
  return { subjects, isEmpty: hitsOf(subjects).length === 0, check };
}

/** The merchant suspended over a search that met something new, with all that is written with it. */
export async function heldOver(
  ports: UsableKeys,
  merchant: Merchant,
  { screening, check }: { readonly screening: StoredScreening; readonly check: MerchantListCheck },
  { by }: Actor,
): Promise<MerchantEffect> {
  const { screeningId, screenedAt: at } = screening;
  const held = heldFor(merchant, { cause: 'list_hit', by, at, screeningIds: [screeningId] });
  return {
    ...searched(held, screening),
    event: held.state === merchant.state ? undefined : 'merchant.suspended',
    keys: await changedKeys(ports, held),
    check,
  };
}

/** The merchant with its latest search. */
export const searched = (merchant: Merchant, screening: StoredScreening): MerchantEffect => ({
  merchant: { ...merchant, listScreening: latestSearch(screening) },
  screening,
});
