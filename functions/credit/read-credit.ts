import { examinationSummary } from '../screening/examination.resource.ts';
import type { Examination } from '../screening/examination.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock } from '../shared/clock.ts';
import { creditRelationResource } from './credit.resource.ts';
import type { CreditChange } from './credit-history.ts';
import type { CreditRelation } from './credit-relation.ts';
import { type LimitChange, limitChangeResource } from './limit-change.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface History {
  readonly merchantId: string;
  readonly buyerId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface LimitChanges {
  readonly state: LimitChange['state'];
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ReadCreditPorts {
  readonly clock: Clock;
  /** Refuses a buyer that is not the merchant's. */
  readonly assertBuyer: (merchantId: string, buyerId: string) => Promise<void>;
  readonly relations: {
    find(buyerId: string): Promise<CreditRelation>;
    history(list: History): Promise<Page<CreditChange>>;
  };
  readonly examinationsOf: (buyerId: string) => Promise<readonly Examination[]>;
  readonly limitChanges: {
    get(limitChangeId: string): Promise<LimitChange>;
    list(list: LimitChanges): Promise<Page<LimitChange>>;
  };
}

/** How a buyer's credit came to be what it is, as its merchant may know it: what was decided, not by whom or on which grounds. */
export async function getCreditHistory(ports: ReadCreditPorts, list: History): Promise<Answer> {
  await ports.assertBuyer(list.merchantId, list.buyerId);
  const { items, nextCursor } = await ports.relations.history(list);
  return answer(200, { items: items.map(forMerchant), nextCursor });
}

const forMerchant = ({ by: _, note: __, examinationId: ___, ...change }: CreditChange) => change;

const shownMax = 100;

/** Everything about a buyer's credit, for operators. */
export async function getCreditRelation(ports: ReadCreditPorts, buyerId: string): Promise<Answer> {
  const relation = await ports.relations.find(buyerId);
  const { merchantId } = relation.buyer;
  const [{ items }, examinations] = await Promise.all([
    ports.relations.history({ merchantId, buyerId, limit: shownMax }),
    ports.examinationsOf(buyerId),
  ]);
  return answer(200, {
    ...creditRelationResource(relation),
    history: items,
    examinations: examinations.map((one) => examinationSummary(one, businessDate(ports.clock))),
  });
}

/** One limit change. */
export async function getLimitChange({ limitChanges }: ReadCreditPorts, limitChangeId: string): Promise<Answer> {
  return answer(200, limitChangeResource(await limitChanges.get(limitChangeId)));
}

/** A page of the limit changes of one state. */
export async function listLimitChanges({ limitChanges }: ReadCreditPorts, list: LimitChanges): Promise<Answer> {
  const { items, nextCursor } = await limitChanges.list(list);
  return answer(200, { items: items.map(limitChangeResource), nextCursor });
}
