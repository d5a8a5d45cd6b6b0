import type { MerchantEvent } from '../events/event.ts';
import type { HandedOn } from '../notifications/notify.ts';
import { businessDate, businessDateOf, type Clock, instant } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import { apiVersion } from '../shared/request.ts';
import type { DriftId } from './drift.item.ts';
import type { Drift } from './drift.ts';

/** What notifications know the digest by. It is no type of the list of events and recorded nowhere: it tells again what events have told. */
export const digestType = 'drift_digest';

/** A drift that is open, as the index knows it. */
export interface OpenDrift extends DriftId {
  readonly openedAt: string;
}

export interface DigestPorts {
  readonly clock: Clock;
  readonly drifts: {
    /** All that are open, those of a merchant one after another and the oldest of them first. */
    open(): AsyncIterable<OpenDrift>;
    find(id: DriftId): Promise<Drift | undefined>;
  };
  /** Whether somebody can still do something about its drifts: a merchant whose contract has ended cannot. */
  readonly isServed: (merchantId: string) => Promise<boolean>;
  readonly letters: { sendAll(messages: readonly HandedOn[], tenant: string): Promise<void> };
}

/** Who was written to, and about how many drifts. */
export interface DigestRun {
  readonly merchants: number;
  readonly drifts: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Tells every merchant how many of its drifts have been left open for more than a day, and which is the oldest (CAPABILITIES.md P20).
 * Runs daily; a digest's id follows from merchant and day, so that a run that is repeated writes to nobody twice. A merchant that cannot
 * be told holds up no other.
 */
export async function digestDrifts(ports: DigestPorts): Promise<DigestRun> {
  const until = new Date(ports.clock.now() - dayMs).toISOString();
  const left = new Map<string, { oldest: OpenDrift; count: number }>();
  for await (const drift of ports.drifts.open()) {
    if (drift.openedAt > until) continue;
    const { oldest = drift, count = 0 } = left.get(drift.merchantId) ?? {};
    left.set(drift.merchantId, { oldest, count: count + 1 });
  }
  const failures: unknown[] = [];
  let [merchants, drifts] = [0, 0];
  for (const { oldest, count } of left.values()) {
    const isTold = await tell(ports, oldest, count).catch((error: unknown) => void failures.push(error));
    if (!isTold) continue;
    merchants += 1;
    drifts += count;
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${left.size} digests failed`);
  return { merchants, drifts };
}

async function tell(ports: DigestPorts, oldest: OpenDrift, count: number): Promise<boolean> {
  const { merchantId, openedAt } = oldest;
  if (!(await ports.isServed(merchantId))) return false;
  const drift = await ports.drifts.find(oldest);
  const event: MerchantEvent = {
    id: idFrom('evt', digestType, merchantId, businessDate(ports.clock)),
    merchantId,
    type: digestType,
    resourceId: merchantId,
    sequence: 1,
    apiVersion,
    occurredAt: instant(ports.clock),
    data: {
      id: merchantId,
      openDrifts: count,
      openSince: businessDateOf(openedAt),
      ...(drift ? { reference: drift.reference } : {}),
    },
  };
  await ports.letters.sendAll([{ event }], merchantId);
  return true;
}
