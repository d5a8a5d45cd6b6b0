import { describe, expect, test } from 'vitest';
import { expectProblem } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { onboarding } from '../support/merchants.ts';
import { anActiveBuyer } from '../support/sessions.ts';

const { operator, operator2, as } = await journey();
const staff = onboarding(operator, operator2);
const stateOf = async (id: string) => (await operator.api.get<{ state: string }>(`/v1/credit-relations/${id}`)).state;

describe('P1 a contract that ends', () => {
  test('P1 waits for open orders, and takes the merchant’s relations along the next morning', async () => {
    const { id } = await staff.approved();
    const shop = as((await staff.issueKey(id)).key);
    const free = await anActiveBuyer(shop, aCompany({ requestedCreditLimit: 500_000 }));
    const owing = await anActiveBuyer(shop, aCompany({ requestedCreditLimit: 500_000 }));
    await shop.confirm((await shop.place({ buyerId: owing.id, amount: 10_000 })).id);
    const open = await shop.place({ buyerId: free.id, amount: 20_000 });

    const proposal = await staff.propose(id, 'terminate', '契約の終了の申し出があった。');
    const refused = expectProblem(await staff.tryConfirm(operator2, id, proposal), 409, 'MerchantHasOpenOrders');
    expect(refused).toMatchObject({ orderIds: open.id });
    await shop.cancel(open.id);
    expect((await staff.tryConfirm(operator2, id, proposal)).status).toBe(200);

    await operator.advance({ days: 1 });
    expect((await shop.api.tryPost('/v1/buyers', aCompany({ apply: false }))).status).toBe(403);
    expect(await stateOf(free.id)).toBe('closed');
    expect(await stateOf(owing.id)).toBe('suspended');
    expect(await shop.api.get(`/v1/buyers/${owing.id}/credit`)).toMatchObject({
      receivable: 10_000,
      facility: { state: 'revoked' },
    });
    await expectBalancedBooks(operator);
  });
});
