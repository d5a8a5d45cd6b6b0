import type { Buyer } from '../buyers/buyer.ts';
import { identityOf } from '../buyers/company.ts';
import { companyPartition, relationPrefix } from '../buyers/company-relation.ts';
import { CreditAccount, creditAccountKey } from '../buyers/credit-account.ts';
import type { Table } from '../shared/table.ts';

/** One relation of a company with a merchant, and its credit account, if there is one. */
export interface CompanyRelation {
  readonly merchantId: string;
  readonly buyerId: string;
  readonly account: CreditAccount | undefined;
}

/** A company has a relation for each merchant that it buys from; a hundred is more than any has. */
const relationsMax = 100;

/** Where a company has credit, merchant by merchant. */
export async function relationsOf(table: Table, companyId: string): Promise<CompanyRelation[]> {
  const { items } = await table.query({
    partition: companyPartition(companyId),
    prefix: relationPrefix,
    limit: relationsMax,
  });
  const ids = items.map(({ merchantId, buyerId }) => ({ merchantId: String(merchantId), buyerId: String(buyerId) }));
  const found = await table.getMany(ids.map(creditAccountKey));
  const accounts = new Map(found.map((item) => [`${item.PK} ${item.SK}`, CreditAccount.parse(item)]));
  return ids.map((id) => {
    const { PK, SK } = creditAccountKey(id);
    return { ...id, account: accounts.get(`${PK} ${SK}`) };
  });
}

/** What a buyer's company has been granted at other merchants, as far as that has not ended. */
export async function otherLimits(table: Table, buyer: Buyer, today: string): Promise<number> {
  const relations = await relationsOf(table, companyIdOf(buyer));
  return relations
    .filter(({ merchantId, buyerId }) => merchantId !== buyer.merchantId || buyerId !== buyer.buyerId)
    .reduce((total, { account }) => total + countedLimit(account, today), 0);
}

/** What a relation's credit takes of its company's total: the limit while it lasts; of credit that was revoked, what is still owed. */
export function countedLimit(account: CreditAccount | undefined, today: string): number {
  if (!account || account.endsOn < today) return 0;
  return account.state === 'revoked' ? account.limit - account.available : account.limit;
}

/** The company that a buyer is; before its first application nobody has asked. */
export const companyIdOf = ({ companyId, company }: Buyer): string => companyId ?? identityOf(company).companyId;
