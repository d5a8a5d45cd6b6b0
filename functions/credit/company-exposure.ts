import type { CreditStatus } from '../buyers/buyer.contract.ts';
import type { Buyer } from '../buyers/buyer.ts';
import type { CreditAccount } from '../buyers/credit-account.ts';
import { creditStatus } from '../buyers/credit-status.ts';
import { policyInForce } from '../screening/recompute.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import { refuseCredit } from './credit.refusals.ts';

/** One relation of a company: the buyer that it is at a merchant, and what that buyer uses of its limit. */
export interface ExposedBuyer {
  readonly buyer: Buyer;
  readonly account: CreditAccount | undefined;
  /** What its open orders hold. */
  readonly held: number;
}

export interface CompanyPorts {
  readonly clock: Clock;
  readonly companies: { relations(companyId: string): Promise<readonly ExposedBuyer[]> };
}

/** What one company owes and may owe, merchant by merchant and in all (CAPABILITIES.md P7, P10). */
export async function getCompany(ports: CompanyPorts, companyId: string): Promise<Answer> {
  const found = await exposureOf(ports, companyId);
  if (!found) throw refuseCredit('CompanyNotFound', `No company ${companyId} has applied for credit.`);
  return answer(200, found);
}

/** The company of a corporate number, as a list of none or one. */
export async function findCompanies(ports: CompanyPorts, corporateNumber: string): Promise<Answer> {
  const found = await exposureOf(ports, idFrom('com', corporateNumber));
  return answer(200, { items: found ? [found] : [], nextCursor: null });
}

async function exposureOf({ clock, companies }: CompanyPorts, companyId: string) {
  const exposed = await companies.relations(companyId);
  const [first] = exposed;
  if (!first) return undefined;
  const { company } = first.buyer;
  const relations = exposed.map(({ buyer, account, held }) => ({
    merchantId: buyer.merchantId,
    buyerId: buyer.buyerId,
    name: buyer.company.name,
    state: buyer.state,
    stateReason: buyer.stateReason,
    ...creditStatus(account, held, clock),
  }));
  return {
    id: companyId,
    name: company.name,
    corporateNumber: company.corporateNumber ?? null,
    relations,
    totals: totalsOf(relations),
    limitTotalMaximum: policyInForce(businessDate(clock)).company?.limitTotalMaximum ?? null,
  };
}

type Amounts = Pick<CreditStatus, 'limit' | 'held' | 'receivable' | 'available'>;

const totalsOf = (relations: readonly Amounts[]): Amounts =>
  relations.reduce(
    (total, { limit, held, receivable, available }) => ({
      limit: total.limit + limit,
      held: total.held + held,
      receivable: total.receivable + receivable,
      available: total.available + available,
    }),
    { limit: 0, held: 0, receivable: 0, available: 0 },
  );
