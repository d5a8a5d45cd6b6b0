import { describe, expect, test } from 'vitest';
import type { AuditResource } from '../../functions/events/event.contract.ts';
import type {
  MerchantSummary,
  OwnMerchant,
  ScreeningResource,
} from '../../functions/merchants/merchant.resource.contract.ts';
import { expectProblem, untilState } from '../support/api.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { onboarding } from '../support/merchants.ts';
import { aPendingList, aSanctionsList } from '../support/requests/credit.ts';
import { allPages, type Page } from '../support/sessions.ts';

const { operator, operator2, as } = await journey();
const staff = onboarding(operator, operator2);

/** Brings a list and has the other operator put it in force. */
async function putInForce(list: ReturnType<typeof aSanctionsList>): Promise<void> {
  const id = await aPendingList(operator, list);
  await operator2.api.post(`/v1/sanctions-lists/${id}/decision`, { outcome: 'approve', reason: '告示と照合した' });
}

/** The merchants that wait for a decision on a listed name. */
const waiting = () => allPages<MerchantSummary>(operator.api, '/v1/merchants?heldFor=list_hit&limit=100');

/** An approved merchant whose system has made its calls, with an order that is still to be shipped. */
async function aSellingMerchant(companyName: string) {
  const { id } = await staff.decide((await staff.screened({ companyName })).id, 'approve');
  const shop = as((await staff.issueKey(id)).key);
  const { buyerId } = await staff.firstCalls(shop);
  return { id, shop, buyerId, order: await shop.place({ buyerId, amount: 20_000 }) };
}

describe('RH a merchant whose name comes on a list', () => {
  test('RH sells nothing without a word why, and sells again when two operators have cleared it', async () => {
    const companyName = `株式会社残月${crypto.randomUUID().slice(0, 6)}商会`;
    const { id, shop, buyerId, order } = await aSellingMerchant(companyName);
    const list = aSanctionsList(companyName, 'ザンゲツショウカイ');
    await putInForce(list);
    await untilState(() => staff.merchant(id), 'suspended');
    await operator.advance({ hours: 1 });

    expectProblem(await shop.tryPlace({ buyerId, amount: 1000 }), 403, 'MerchantSuspended');
    expectProblem(await shop.tryConfirm(order.id), 403, 'MerchantSuspended');
    expect((await shop.order(order.id)).state).toBe('authorized');
    const own = await shop.api.get<OwnMerchant>('/v1/merchant');
    expect(own).toMatchObject({ state: 'suspended', stateReason: 'suspended_by_platform' });

    const queued = (await waiting()).find((one) => one.id === id);
    expect(queued).toMatchObject({ nextActions: ['propose_clearing'], holds: [{ cause: 'list_hit' }] });
    const { items } = await operator.api.get<Page<ScreeningResource>>(`/v1/merchants/${id}/screenings`);
    const found = items.find((one) => one.id === queued?.holds[0]?.screeningIds[0]);
    expect(found?.subjects[0]?.hits).toMatchObject([{ entryId: `${list.listId}/w-0001`, subject: 'company' }]);

    const reason = '登記簿の所在地と設立日が異なり、掲載企業とは別の法人であることを確認した';
    const proposalId = await staff.propose(id, 'clear_list_hit', reason);
    expectProblem(await staff.tryConfirm(operator, id, proposalId), 403, 'SecondPersonRequired');
    expect((await staff.tryConfirm(operator2, id, proposalId)).body).toMatchObject({
      state: 'sandbox_issued',
      holds: [],
    });
    await operator.advance({ hours: 1 });
    expect((await shop.place({ buyerId, amount: 1000 })).state).toBe('authorized');
    expect((await shop.confirm(order.id)).state).toBe('confirmed');

    await putInForce({ ...list, title: 'The same names again' });
    await operator.advance({ days: 1 });
    expect((await staff.merchant(id)).state).toBe('sandbox_issued');
    expect((await waiting()).map((one) => one.id)).not.toContain(id);

    const rows = await allPages<AuditResource>(operator.api, `/v1/audit-log?merchantId=${id}&limit=100`);
    const ofMerchant = rows.filter(({ resourceId }) => resourceId === id).map(({ action, by }) => [action, by]);
    expect(ofMerchant).toContainEqual(['merchant.suspended', 'system:merchant-review']);
    expect(ofMerchant.filter(([action]) => action === 'merchant.reinstated')).toHaveLength(1);
    const logs = await Promise.all(
      ['/v1/events?limit=100', '/v1/audit-log?limit=100'].map((path) => shop.api.get(path)),
    );
    const told = JSON.stringify([own, ...logs]);
    expect(told).toContain('merchant.suspended');
    expect(told).not.toMatch(/list_hit|sanction|antisocial|rescreening|merchant-review|"holds"/);
    await expectBalancedBooks(operator);
  });
});
