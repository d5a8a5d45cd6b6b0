import { type Answer, answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import type { Vault } from '../shared/vault.ts';
import { buyerResource } from './buyer.resource.ts';
import type { Buyer, BuyerState } from './buyer.ts';
import type { CreditAccount, CreditAccountId } from './credit-account.ts';
import { creditStatus } from './credit-status.ts';

export interface BuyerList {
  readonly merchantId: string;
  readonly state?: BuyerState | undefined;
  readonly reference?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ReadPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly buyers: {
    get(merchantId: string, buyerId: string): Promise<Buyer>;
    list(list: BuyerList): Promise<{ readonly items: readonly Buyer[]; readonly nextCursor: string | null }>;
  };
  readonly credit: {
    account(id: CreditAccountId): Promise<CreditAccount | undefined>;
    /** The sum of what the buyer's open orders hold. */
    held(id: CreditAccountId): Promise<number>;
    /** The sum of what those are over that take of the limit when they are confirmed, and hold nothing. */
    uncounted(id: CreditAccountId): Promise<number>;
  };
}

/** One buyer. */
export async function getBuyer(ports: ReadPorts, merchantId: string, buyerId: string): Promise<Answer> {
  const buyer = await ports.buyers.get(merchantId, buyerId);
  return answer(200, await buyerResource(ports.vault, ports.clock, buyer));
}

/** A page of a merchant's buyers. */
export async function listBuyers(ports: ReadPorts, list: BuyerList): Promise<Answer> {
  const { items, nextCursor } = await ports.buyers.list(list);
  const shown = await Promise.all(items.map((buyer) => buyerResource(ports.vault, ports.clock, buyer)));
  return answer(200, { items: shown, nextCursor });
}

/** A buyer's credit; before the approval there is none, which is an answer and not an error. */
export async function getCredit(ports: ReadPorts, merchantId: string, buyerId: string): Promise<Answer> {
  const id = { merchantId, buyerId };
  const [, account, held] = await Promise.all([
    ports.buyers.get(merchantId, buyerId),
    ports.credit.account(id),
    ports.credit.held(id),
  ]);
  return answer(200, creditStatus(account, held, ports.clock));
}
