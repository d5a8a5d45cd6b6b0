import { isSameSearch } from '../screening/list-check.ts';
import { matchSubject, type SanctionsIndex } from '../screening/match.ts';
import { type Actor, systemActor } from '../shared/actor.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { openMerchantPeople } from './merchant.resource.ts';
import { isStarted, type Merchant } from './merchant.ts';
import { type MerchantListCheck, subjectOf } from './merchant-list-check.ts';
import { heldOver, type NewsPorts, newsOf } from './merchant-news.ts';
import type { MerchantEffect } from './merchant-ports.ts';
import { searchFor, storedSearch } from './merchant-search.ts';

export interface RescreenMerchantPorts extends NewsPorts {
  readonly clock: Clock;
  readonly merchants: { get(merchantId: string): Promise<Merchant> };
  readonly searched: {
    /** False where somebody else has changed what was read: then nothing is written. */
    passed(check: MerchantListCheck): Promise<boolean>;
    held(effect: MerchantEffect, actor: Actor): Promise<boolean>;
  };
}

/** Nothing in the name speaks of lists: audit logs are read over many shoulders. */
const actor = systemActor('merchant-review');

/** Operators change a merchant now and then; nobody changes it three times while it is looked for. */
const triesMax = 3;

/**
 * Looks for a merchant that has credentials, or may have, in the lists of today: the company and everybody who has a say in it
 * (JAPAN-RULES.md 2.4). A name that operators have not seen suspends it in the write that keeps the search: it reads, and its
 * orders are refused as those of every suspended merchant are (2.2, no tipping-off). Repeatable.
 */
export async function rescreenMerchant(
  ports: RescreenMerchantPorts,
  merchantId: string,
  index: SanctionsIndex,
): Promise<'unchanged' | 'passed' | 'stopped'> {
  for (let attempt = 1; attempt <= triesMax; attempt++) {
    const outcome = await rescreenOnce(ports, merchantId, index);
    if (outcome !== 'overtaken') return outcome;
  }
  throw new Error(`the merchant ${merchantId} was changed by others at each of ${triesMax} tries`);
}

async function rescreenOnce(ports: RescreenMerchantPorts, merchantId: string, index: SanctionsIndex) {
  const merchant = await ports.merchants.get(merchantId);
  const before = await ports.searches.check(merchantId);
  if (isKnown(merchant, before, index)) return 'unchanged';
  const people = await openMerchantPeople(ports.vault, merchant);
  const found = searchFor((subject) => matchSubject(index, subject), merchant, people);
  const at = instant(ports.clock);
  const { subjects, isEmpty, check } = await newsOf(ports, merchant, found, { before, at });
  if (isEmpty) return (await ports.searched.passed(check)) ? 'passed' : 'overtaken';
  const screening = await storedSearch(ports.vault, merchant, subjects, at);
  const effect = await heldOver(ports, merchant, { screening, check }, actor);
  return (await ports.searched.held(effect, actor)) ? 'stopped' : 'overtaken';
}

/** Whether there is nothing to look for: the merchant has no credentials, or lists, names and rules are those of the last search. */
export const isKnown = (merchant: Merchant, check: MerchantListCheck | undefined, index: SanctionsIndex): boolean =>
  !isStarted(merchant) || (check !== undefined && isSameSearch(check, index, subjectOf(merchant)));
