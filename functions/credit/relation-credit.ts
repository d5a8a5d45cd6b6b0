import { buyerWrite, readBuyer } from '../buyers/buyer.item.ts';
import { refuseBuyer } from '../buyers/buyer.refusals.ts';
import { CreditAccount, type CreditAccountId, creditAccountKey } from '../buyers/credit-account.ts';
import { relationKey } from '../buyers/relation.ts';
import { businessDateOf } from '../shared/clock.ts';
import type { Table } from '../shared/table.ts';
import type { Write } from '../shared/write.ts';
import { type AccountTerms, changeTerms, switchAccount } from './account-changes.ts';
import { merchantOf } from './buyer-index.ts';
import { refuseCredit } from './credit.refusals.ts';
import { historyWrite } from './credit-history.ts';
import type { CreditRelation, RelationChange } from './credit-relation.ts';
import { facilitiesOf, facilityWrite, readFacility } from './facility.item.ts';
import { accountRulesOn } from './rules-of-policy.ts';
import type { StoredFacility } from './stored-facility.ts';

/** A buyer's latest facility. There is one a year; the one that was made last counts. */
export async function latestFacility(
  table: Table,
  { merchantId, buyerId }: CreditAccountId,
): Promise<StoredFacility | undefined> {
  const { items } = await table.query({ partition: `MERCHANT#${merchantId}`, prefix: facilitiesOf(buyerId) });
  return items
    .map(readFacility)
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
    .at(-1);
}

/** A relation with its credit; refuses one that has none. */
export async function readRelation(table: Table, id: CreditAccountId): Promise<CreditRelation> {
  const [buyer, account, facility] = await Promise.all([
    table.get(relationKey(id)),
    table.get(creditAccountKey(id)),
    latestFacility(table, id),
  ]);
  if (!buyer) throw refuseBuyer('BuyerNotFound', `There is no buyer ${id.buyerId}.`);
  if (account && facility) return { buyer: readBuyer(buyer), account: CreditAccount.parse(account), facility };
  throw refuseCredit('FacilityNotOpen', `${id.buyerId} has never been granted credit.`);
}

/** The same for operators, who name the buyer alone. */
export async function findRelation(table: Table, buyerId: string): Promise<CreditRelation> {
  const merchantId = await merchantOf(table, buyerId);
  if (merchantId !== undefined) return readRelation(table, { merchantId, buyerId });
  throw refuseBuyer('BuyerNotFound', `No buyer ${buyerId} has been granted credit.`);
}

/** A change that may be nobody's business but ours: then it tells no event. */
type SilentChange = Omit<RelationChange, 'event'> & Partial<Pick<RelationChange, 'event'>>;

/** What a change of a relation writes; first the facility, whose version guards the rest. */
export function relationWrites(table: string, change: SilentChange): Write[] {
  const { before, facility, buyer, event, actor, note } = change;
  if (facility === before.facility) return [];
  return [
    facilityWrite(table, facility, event, actor),
    ...(event ? [historyWrite(table, { type: event, facility, limitBefore: before.facility.limit, actor, note })] : []),
    ...(buyer === before.buyer ? [] : [buyerWrite(table, buyer, undefined, actor)]),
    ...accountWrites(table, change),
  ];
}

const accountStates: Readonly<Record<Exclude<StoredFacility['state'], 'expired'>, CreditAccount['state']>> = {
  inactive: 'suspended',
  active: 'active',
  suspended: 'suspended',
  revoked: 'revoked',
};

/** A period that is over needs no switch: no hold is taken outside of it. */
function accountWrites(table: string, { before, facility }: SilentChange): Write[] {
  if (facility.state === 'expired') return [];
  if (facility.limit === before.facility.limit) {
    const state = accountStates[facility.state];
    return state === before.account.state ? [] : [switchAccount(table, facility, state)];
  }
  const { limit, startsOn, endsOn } = facility;
  const terms: AccountTerms = {
    limit,
    startsOn,
    endsOn,
    rules: accountRulesOn(businessDateOf(facility.updatedAt), limit),
  };
  return [changeTerms(table, facility, before.account.limit, terms)];
}
