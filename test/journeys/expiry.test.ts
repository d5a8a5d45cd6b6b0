import { describe, expect, test } from 'vitest';
import { expectProblem } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { anActiveBuyer } from '../support/sessions.ts';

const { demo, operator } = await journey();

describe('a hold on credit', () => {
  test('stands for sixty days and gives its credit back on the day after', async () => {
    const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 1_000_000 }));
    const untouched = await demo.place({ buyerId, amount: 300_000 });
    const halfShipped = await demo.place({ buyerId, amount: 200_000 });
    await demo.confirm(halfShipped.id, { amount: 50_000 });

    const lastDay = await operator.advance({ days: 60 });
    expect(lastDay.businessDate).toBe(untouched.expiresOn);
    expect(await demo.order(untouched.id)).toMatchObject({ state: 'authorized', amountRemaining: 300_000 });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 450_000, receivable: 50_000, available: 500_000 });

    await operator.advance({ days: 1 });
    const expired = await demo.order(untouched.id);
    expect(expired).toMatchObject({ state: 'expired', stateReason: 'hold_expired', amountCancelled: 300_000 });
    expect(await demo.order(halfShipped.id)).toMatchObject({
      state: 'confirmed',
      stateReason: 'hold_expired',
      amountConfirmed: 50_000,
      amountCancelled: 150_000,
    });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 0, receivable: 50_000, available: 950_000 });
    expectProblem(await demo.tryConfirm(untouched.id), 409, 'HoldAlreadyResolved');
    expectProblem(await demo.tryCancel(untouched.id), 409, 'HoldAlreadyResolved');
    await expectBalancedBooks(operator);
  });

  test('the clock never goes back, and its date is the date in Japan', async () => {
    const before = await operator.time();
    const answer = await operator.api.tryPost('/v1/test/clock/advance', { to: '2020-01-01T00:00:00Z' });
    expect(answer.status).toBe(422);
    const after = await operator.advance({ hours: 12 });
    expect(Date.parse(after.now)).toBeGreaterThanOrEqual(Date.parse(before.now) + 12 * 3_600_000);
    const inJapan = new Date(Date.parse(after.now) + 9 * 3_600_000).toISOString().slice(0, 10);
    expect(after.businessDate).toBe(inJapan);
  });
});
