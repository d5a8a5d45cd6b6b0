import type { BuyerChange } from '../buyers/apply-for-credit.ts';
import { readBuyer } from '../buyers/buyer.item.ts';
import type { Buyer } from '../buyers/buyer.ts';
import type { CreditAccount } from '../buyers/credit-account.ts';
import { readMerchant } from '../merchants/merchant.item.ts';
import { systemActor } from '../shared/actor.ts';
import type { Item, Key } from '../shared/page.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Table } from '../shared/table.ts';
import { unlessRefused } from '../shared/write.ts';
import { latestFacility, readRelation, relationWrites } from './relation-credit.ts';
import type { WindUpPorts } from './wind-up.ts';

const woundKey = (merchantId: string): Key => ({ PK: `MERCHANT#${merchantId}`, SK: 'WOUNDUP' });

/** What belongs to buyers (functions/buyers/buyer.store.ts, credit.store.ts). */
export interface BuyersToEnd extends Pick<WindUpPorts['relations'], 'account' | 'held' | 'uncounted'> {
  save(change: Omit<BuyerChange, 'once' | 'answer'>): Promise<void>;
}

/** What the end of a merchant's relations reads and writes. */
export function windUpStore(table: Table, buyers: BuyersToEnd): WindUpPorts['relations'] {
  return {
    account: buyers.account,
    held: buyers.held,
    uncounted: buyers.uncounted,
    endedMerchants: () => endedMerchants(table),
    buyersOf: (merchantId) => buyersOf(table, merchantId),
    facility: (id) => latestFacility(table, id),
    relation: (id) => readRelation(table, id),
    close: (buyer, account) => close(buyers, buyer, account),
    revoke: (change) => unlessRefused(table.write(...relationWrites(table.name, change))),
    wound: (merchantId) => table.write({ table: table.name, put: { ...woundKey(merchantId) } }),
  };
}

/** Merchants are few beside their buyers; most are not terminated, and of those most are wound up. */
async function* endedMerchants(table: Table): AsyncGenerator<string> {
  let after: Item | undefined;
  do {
    const page = await table.query({
      index: { name: 'byCreation', partition: 'GSI1PK', sort: 'GSI1SK' },
      partition: 'OPERATOR#MERCHANT',
      limit: 100,
      after,
    });
    const found = await table.getMany(page.items.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) })));
    const ended = found.map(readMerchant).filter(({ state }) => state === 'terminated');
    const wound = new Set((await table.getMany(ended.map((one) => woundKey(one.merchantId)))).map(({ PK }) => PK));
    for (const { merchantId } of ended) if (!wound.has(woundKey(merchantId).PK)) yield merchantId;
    after = page.last;
  } while (after);
}

async function* buyersOf(table: Table, merchantId: string): AsyncGenerator<Buyer> {
  let after: Item | undefined;
  do {
    const page = await table.query({ partition: `MERCHANT#${merchantId}`, prefix: 'BUYER#', limit: 100, after });
    yield* page.items.map(readBuyer);
    after = page.last;
  } while (after);
}

async function close(buyers: BuyersToEnd, buyer: Buyer, closes: CreditAccount | undefined): Promise<boolean> {
  try {
    await buyers.save({ buyer, event: 'buyer.closed', actor: systemActor('wind-up'), closes });
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'BuyerHasOpenBusiness') return false;
    throw error;
  }
}
