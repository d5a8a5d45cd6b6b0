import { buyerWrite } from '../../functions/buyers/buyer.item.ts';
import type { Buyer } from '../../functions/buyers/buyer.ts';
import { companyRelationWrite } from '../../functions/buyers/company-relation.ts';
import { endOfTwelveMonths, grantCredit } from '../../functions/buyers/facility.ts';
import { businessDate, type Clock, instant } from '../../functions/shared/clock.ts';
import { yen } from '../../functions/shared/money.ts';
import type { Table } from '../../functions/shared/table.ts';
import type { Vault } from '../../functions/shared/vault.ts';
import { aBuyer } from './buyers.ts';

let granted = 0;

/** What a test says of a buyer with credit; the rest is made up. */
export interface AboutCredit {
  readonly limit?: number;
  readonly buyer?: Partial<Buyer>;
  readonly examinationId?: string;
}

/** Buyers with credit, written as a screening leaves them: active, with an account and a facility of twelve months from today. */
export function creditRelations(table: Table, vault: Vault, clock: Clock) {
  return async ({ limit = 1_000_000, buyer: changes = {}, examinationId }: AboutCredit = {}): Promise<Buyer> => {
    granted += 1;
    const buyerId = `buy_${granted}`;
    const at = instant(clock);
    const buyer = await aBuyer(vault, {
      ...{ merchantId: 'mer_demo', buyerId, reference: `R-${granted}`, companyId: `com_${granted}`, createdAt: at },
      ...{ state: 'active', examinationId: examinationId ?? `exm_${granted}`, updatedAt: at },
      ...changes,
    });
    const { merchantId, companyId = '' } = buyer;
    const startsOn = businessDate(clock);
    const facility = {
      ...{ merchantId, buyerId: buyer.buyerId, examinationId: buyer.examinationId ?? '', limit: yen(limit), startsOn },
      ...{ endsOn: endOfTwelveMonths(startsOn), grantedAt: at },
    };
    await table.write(
      buyerWrite(table.name, buyer),
      companyRelationWrite(table.name, { ...buyer, companyId }),
      ...grantCredit(table.name, facility),
    );
    return buyer;
  };
}
