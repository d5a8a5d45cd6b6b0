import type { ApplyPorts } from '../buyers/apply-for-credit.ts';
import type { Buyer } from '../buyers/buyer.ts';
import type { CreditAccount, CreditAccountId } from '../buyers/credit-account.ts';
import type { BuyerList } from '../buyers/read-buyers.ts';
import type { Answer } from '../shared/answer.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { MemberStatus } from './member-status.ts';
import type { ShopRules } from './settings.ts';

/** A page of statuses that were looked up, with the proof that they were. */
export interface CheckedMembers {
  readonly merchantId: string;
  readonly statuses: readonly MemberStatus[];
  /** Set when this was the last page of all members. */
  readonly allCheckedAt?: string | undefined;
  readonly once: OnceRequest;
  readonly answer: Answer;
}

export interface MemberPorts extends ApplyPorts {
  readonly buyers: ApplyPorts['buyers'] & {
    list(list: BuyerList): Promise<{ readonly items: readonly Buyer[]; readonly nextCursor: string | null }>;
  };
  readonly shop: { rules(merchantId: string): Promise<ShopRules> };
  readonly credit: { accounts(ids: readonly CreditAccountId[]): Promise<readonly CreditAccount[]> };
  readonly statuses: {
    /** What was found at the latest refresh of each; those that were never refreshed are not among them. */
    of(merchantId: string, buyerIds: readonly string[]): Promise<readonly MemberStatus[]>;
    save(checked: CheckedMembers): Promise<Answer>;
  };
}
