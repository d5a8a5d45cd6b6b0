import { type Buyer, moveTo } from '../buyers/buyer.ts';
import type { CreditAccount, CreditAccountId } from '../buyers/credit-account.ts';
import { systemActor } from '../shared/actor.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { type CreditRelation, type RelationChange, stopped } from './credit-relation.ts';
import { changed, type StoredFacility } from './stored-facility.ts';

export interface WindUpPorts {
  readonly clock: Clock;
  readonly relations: {
    /** Merchants whose contract has ended, and of whose buyers some may not be closed yet. */
    endedMerchants(): AsyncIterable<string>;
    buyersOf(merchantId: string): AsyncIterable<Buyer>;
    account(id: CreditAccountId): Promise<CreditAccount | undefined>;
    /** The sum of what the buyer's open orders hold. */
    held(id: CreditAccountId): Promise<number>;
    /** The sum of what those are over that take of the limit when they are confirmed. */
    uncounted(id: CreditAccountId): Promise<number>;
    facility(id: CreditAccountId): Promise<StoredFacility | undefined>;
    relation(id: CreditAccountId): Promise<CreditRelation>;
    /** Buyer and credit together, where it has some; false when something of it is in use after all. */
    close(buyer: Buyer, account: CreditAccount | undefined): Promise<boolean>;
    /** False when something else changed the facility meanwhile: the next run looks again. */
    revoke(change: RelationChange): Promise<boolean>;
    /** All buyers of this merchant are closed: the next runs need not look. */
    wound(merchantId: string): Promise<void>;
  };
}

type Outcome = 'closed' | 'revoked' | 'waiting';
export type WindUp = Readonly<Record<Outcome, number>>;

/** Why a relation ends with its merchant: a code that the merchant sees (functions/buyers/buyer.contract.ts, CloseBuyer). */
const merchantLeft = 'merchant_left';

/**
 * Runs daily: closes the relations of merchants whose contract has ended (CAPABILITIES.md 5.1, any → closed). Who still holds or
 * owes something loses the credit at once, so that it is not renewed and counts with what is owed only, and is closed when
 * nothing is open any more. What is being examined is decided first. One that fails holds up no other.
 */
export async function windUp(ports: WindUpPorts): Promise<WindUp> {
  const run: Run = { done: { closed: 0, revoked: 0, waiting: 0 }, failures: [] };
  for await (const merchantId of ports.relations.endedMerchants()) {
    try {
      if (await endRelations(ports, merchantId, run)) await ports.relations.wound(merchantId);
    } catch (cause) {
      run.failures.push(new Error(`the buyers of ${merchantId} could not be read`, { cause }));
    }
  }
  const { done, failures } = run;
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} relations or merchants failed`);
  return done;
}

interface Run {
  readonly done: Record<Outcome, number>;
  readonly failures: unknown[];
}

/** True when all of a merchant's relations are closed. */
async function endRelations(ports: WindUpPorts, merchantId: string, { done, failures }: Run): Promise<boolean> {
  let isWound = true;
  for await (const buyer of ports.relations.buyersOf(merchantId)) {
    if (buyer.state === 'closed') continue;
    try {
      const outcome = await endRelation(ports, buyer);
      done[outcome] += 1;
      isWound &&= outcome === 'closed';
    } catch (cause) {
      isWound = false;
      failures.push(new Error(`the relation of ${buyer.buyerId} could not be ended`, { cause }));
    }
  }
  return isWound;
}

async function endRelation({ clock, relations }: WindUpPorts, buyer: Buyer): Promise<Outcome> {
  if (buyer.state === 'under_review') return 'waiting';
  const account = await relations.account(buyer);
  const [held, uncounted] = await Promise.all([relations.held(buyer), relations.uncounted(buyer)]);
  const isFree = held + uncounted === 0 && (account === undefined || account.available === account.limit);
  if (isFree) {
    const closed = moveTo(buyer, 'closed', instant(clock), merchantLeft);
    return (await relations.close(closed, account)) ? 'closed' : 'waiting';
  }
  const facility = await relations.facility(buyer);
  if (!facility || facility.state === 'expired' || facility.state === 'revoked') return 'waiting';
  const change = revocation(await relations.relation(buyer), instant(clock));
  return (await relations.revoke(change)) ? 'revoked' : 'waiting';
}

const revocation = (before: CreditRelation, at: string): RelationChange => ({
  before,
  facility: changed(before.facility, { state: 'revoked', stateReason: merchantLeft }, at),
  buyer: stopped(before.buyer, at, merchantLeft),
  event: 'credit_facility.revoked',
  actor: systemActor('wind-up'),
});
