import { beforeAll, describe, expect, test } from 'vitest';
import { authorizeOrder } from '../../../functions/orders/authorize.ts';
import { chaseStore } from '../../../functions/screening/chase-reviews.store.ts';
import { chaseReviews } from '../../../functions/screening/chase-reviews.ts';
import type { ExaminationSummary } from '../../../functions/screening/examination.contract.ts';
import { examinationKey, examinationWrite } from '../../../functions/screening/examination.item.ts';
import { examinationStore } from '../../../functions/screening/examination.store.ts';
import { openExamination } from '../../../functions/screening/examination.ts';
import { listExaminations, type ReadExaminationPorts } from '../../../functions/screening/read-examinations.ts';
import { sealedOnce } from '../../../functions/shared/sealed-once.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { aBuyer, bodyOf } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';
import { aBuyerWithLimit, anOrder, clockAt, orderPorts } from '../../support/orders.ts';

const clock = clockAt('2026-11-20T03:00:00Z');
const vault = openVault(keyService(), clock);

describe('P7 reviews that nobody decides', () => {
  let tables: TestTables;
  beforeAll(async () => {
    tables = await testTables();
  });

  async function waiting(examinationId: string, updatedAt: string): Promise<void> {
    const buyer = await aBuyer(vault, { buyerId: `buy_${examinationId}` });
    const examination = openExamination({ ...buyer, examinationId, updatedAt });
    const { name } = tables.transactions;
    await tables.transactions.write(
      examinationWrite(name, { ...examination, state: 'pending', stateReason: 'policy_review' }),
    );
  }
  const listed = async (narrowed: Partial<Parameters<typeof listExaminations>[1]>) => {
    const examinations = examinationStore(tables.transactions, sealedOnce(tables.transactions, clock, vault));
    const ports: ReadExaminationPorts = { clock, vault, examinations };
    return bodyOf<{ items: ExaminationSummary[]; nextCursor: string | null }>(
      await listExaminations(ports, { limit: 10, ...narrowed }),
    );
  };
  const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id);

  test('P7 are called overdue when their business days are over, and found first by who works them off', async () => {
    await waiting('exm_early', '2026-11-17T03:00:00.000Z');
    await waiting('exm_middle', '2026-11-18T03:00:00.000Z');
    await waiting('exm_late', '2026-11-20T03:00:00.000Z');
    const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000, undefined, { reviewAbove: 300_000 });
    await authorizeOrder(orderPorts(tables.transactions, tables.ledger.name, clock), anOrder(buyer, 400_000));
    const chase = () => chaseReviews({ clock, ...chaseStore(tables.transactions) });

    expect(await chase()).toEqual({ examinations: 0, marked: 0, orders: 0 });
    clock.set('2026-11-24T15:15:00Z');
    expect(await chase()).toEqual({ examinations: 2, marked: 2, orders: 0 });
    clock.set('2026-11-25T15:15:00Z');
    expect(await chase()).toEqual({ examinations: 2, marked: 0, orders: 1 });
    expect(await tables.transactions.get(examinationKey('exm_early'))).toMatchObject({
      stateReason: 'review_overdue',
      version: 2,
    });

    const oldest = await listed({ order: 'oldest' });
    expect(idsOf(oldest)).toEqual(['exm_early', 'exm_middle', 'exm_late']);
    expect(oldest.items).toMatchObject([
      { decideBy: '2026-11-20', isOverdue: true },
      { decideBy: '2026-11-24', isOverdue: true },
      { decideBy: '2026-11-26', isOverdue: false },
    ]);
    expect(idsOf(await listed({ overdue: 'true' }))).toEqual(['exm_middle', 'exm_early']);
    const first = await listed({ order: 'oldest', overdue: 'true', limit: 1 });
    expect(idsOf(first)).toEqual(['exm_early']);
    const second = await listed({ order: 'oldest', overdue: 'true', limit: 1, cursor: first.nextCursor ?? '' });
    expect(idsOf(second)).toEqual(['exm_middle']);
  });
});
