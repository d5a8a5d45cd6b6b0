import { type Answer, answer } from '../shared/answer.ts';
import { businessDate } from '../shared/clock.ts';
import type { ListPage } from '../shared/page-of-list.ts';
import { merchantSummary, ownMerchant } from './merchant.resource.ts';
import type { Merchant, MerchantState } from './merchant.ts';
import type { HoldCause } from './merchant-hold.ts';
import { type MerchantPorts, shown } from './merchant-ports.ts';
import { openScreening } from './screen-merchant.ts';
import type { StoredScreening } from './screening-record.ts';

export interface MerchantList {
  readonly state?: MerchantState | undefined;
  /** Those that are suspended for this. */
  readonly heldFor?: HoldCause | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ReadMerchantPorts extends Pick<MerchantPorts, 'vault' | 'clock'> {
  readonly merchants: {
    get(merchantId: string): Promise<Merchant>;
    list(list: MerchantList): Promise<{ readonly items: readonly Merchant[]; readonly nextCursor: string | null }>;
    screenings(
      merchantId: string,
      page: ListPage,
    ): Promise<{ readonly items: readonly StoredScreening[]; readonly nextCursor: string | null }>;
  };
}

/** One merchant, for operators. */
export async function getMerchant(ports: ReadMerchantPorts, merchantId: string): Promise<Answer> {
  const merchant = await ports.merchants.get(merchantId);
  return answer(200, await shown(ports, merchant));
}

/** A merchant for itself. */
export async function getOwnMerchant(ports: ReadMerchantPorts, merchantId: string): Promise<Answer> {
  const merchant = await ports.merchants.get(merchantId);
  return answer(200, ownMerchant(merchant));
}

/** A page of merchants. */
export async function listMerchants(ports: ReadMerchantPorts, list: MerchantList): Promise<Answer> {
  const { items, nextCursor } = await ports.merchants.list(list);
  const today = businessDate(ports.clock);
  return answer(200, { items: items.map((merchant) => merchantSummary(merchant, today)), nextCursor });
}

/** The searches of the lists for a merchant, newest first. */
export async function listScreenings(
  ports: ReadMerchantPorts,
  merchantId: string,
  page: ListPage = { limit: 20 },
): Promise<Answer> {
  await ports.merchants.get(merchantId);
  const found = await ports.merchants.screenings(merchantId, page);
  const items = await Promise.all(found.items.map((stored) => openScreening(ports, stored)));
  return answer(200, { items, nextCursor: found.nextCursor });
}
