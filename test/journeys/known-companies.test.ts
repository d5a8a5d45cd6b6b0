import { beforeAll, describe, expect, test } from 'vitest';
import type { PaymentMethods } from '../../functions/buyers/buyer.contract.ts';
import type { EventResource } from '../../functions/events/event.contract.ts';
import type { MemberResource } from '../../functions/storefront/members.contract.ts';
import { expectProblem, until } from '../support/api.ts';
import { type About, aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { connected } from '../support/requests/storefront.ts';
import { anActiveBuyer, type Page } from '../support/sessions.ts';

const { demo, other, operator } = await journey();

const members = '/v1/storefront/members';
const save = (changes: object = {}) => demo.api.post('/v1/storefront/settings', { ...connected, ...changes });
const create = (changes: object) => {
  const { apply: _, ...company } = aCompany();
  return demo.api.post<MemberResource>(members, { ...company, door: 'staff', ...changes });
};
const eventsOf = async (resourceId: string) =>
  (await demo.api.get<Page<EventResource>>(`/v1/events?resourceId=${resourceId}`)).items;

describe('a company that has Paid at another shop', () => {
  beforeAll(() => save({ showLinkBanner: true }));

  /** The same company as a member of both shops: once active at Other Shop, its staff known to us by the same address. */
  async function known(about: About = {}) {
    const company = aCompany({ requestedCreditLimit: 800_000, ...about });
    await anActiveBuyer(other, company);
    return company;
  }

  test('P7 asks by the banner and can pay at once: no second examination, and both sides get a mail', async () => {
    const { apply: _, requestedCreditLimit: _limit, ...company } = await known();
    const { id } = await demo.api.post<MemberResource>(members, { ...company, door: 'staff', status: 'none' });
    await demo.api.post('/v1/storefront/link-requests', { buyerId: id });
    expect(await demo.buyerUntil(id, 'active')).toMatchObject({ stateReason: 'facility_reused' });
    expect(await demo.credit(id)).toMatchObject({ limit: 800_000, available: 800_000 });
    const examination = await operator.examination((await operator.examinationOf(id, 'decided')).id);
    expect(examination.decision).toMatchObject({ outcome: 'approve', reason: 'facility_reused' });
    expect(examination.inputs.bureauReport).toBeNull();
    const mails = (to: string) => demo.api.get<Page<{ subject: string }>>(`/v1/test/messages?to=${to}`);
    const arrived = await until(
      () => 'no mail to the buyer about the shop',
      async () => {
        const { items } = await mails(company.contact.email);
        return items.some(({ subject }) => subject.includes('Demo Shop')) ? items : undefined;
      },
    );
    expect(arrived.length).toBeGreaterThan(0);
    expect((await demo.place({ buyerId: id, amount: 800_000 })).state).toBe('authorized');
    await expectBalancedBooks(operator);
  });

  test('P7 applies in the ordinary way and is not examined twice either; its credit is its own at each shop', async () => {
    const company = await known();
    const buyer = await anActiveBuyer(demo, company);
    expect(buyer.stateReason).toBe('facility_reused');
    await demo.place({ buyerId: buyer.id, amount: 800_000 });
    const { items } = await other.buyers(`?reference=${company.reference}`);
    expect(await other.credit(items[0]?.id ?? '')).toMatchObject({ available: 800_000 });
  });

  test('P7 neither shop learns of the other', async () => {
    const company = await known();
    const { id } = await anActiveBuyer(demo, company);
    const { items } = await other.buyers(`?reference=${company.reference}`);
    const theirs = items[0]?.id ?? '';
    const ours = await demo.api.send('GET', `/v1/buyers/${id}`);
    expect(ours.text).not.toContain(theirs);
    expect(ours.text).not.toContain('mer_other');
    expect(JSON.stringify(await eventsOf(id))).not.toContain('mer_other');
    expect((await other.api.get<Page<EventResource>>(`/v1/events?resourceId=${id}`)).items).toEqual([]);
  });

  test('P7 is examined like everybody where the other shop’s examination is not over', async () => {
    const company = aCompany({ name: '株式会社サンドボックス要審査' });
    const { id: theirs } = await other.register(company);
    await operator.examinationOf(theirs, 'pending');
    const { id } = await demo.register(company);
    expect((await operator.examinationOf(id, 'pending')).buyerId).toBe(id);
  });

  test('P7 the banner is not there where the shop hides it', async () => {
    await save({ showLinkBanner: false });
    const { id } = await create({ status: 'none' });
    expectProblem(await demo.api.tryPost('/v1/storefront/link-requests', { buyerId: id }), 409, 'LinkBannerHidden');
  });
});

describe('the checkout', () => {
  const offered = async (buyerId: string, amount: number) =>
    (await demo.api.get<PaymentMethods>(`/v1/buyers/${buyerId}/payment-methods?amount=${amount}`)).methods[0];

  test('P11 offers the method only to a trading member with enough credit for the cart; the reason is for the staff', async () => {
    const { id } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 500_000 }));
    expect(await offered(id, 500_000)).toEqual({ method: 'paid', offered: true, reason: null, reasonText: null });
    expect(await offered(id, 500_001)).toMatchObject({ offered: false, reason: 'credit_insufficient' });
    const { id: orderId } = await demo.place({ buyerId: id, amount: 200_000 });
    expect(await offered(id, 300_001)).toMatchObject({ offered: false, reasonText: { ja: expect.any(String) } });
    expect(await offered(id, 300_000)).toMatchObject({ offered: true });
    await demo.cancel(orderId);
    const waiting = await demo.register(aCompany({ apply: false }));
    expect(await offered(waiting.id, 1)).toMatchObject({ offered: false, reason: 'not_trading' });
    await save();
    const { id: without } = await create({ status: 'none', paymentMethods: ['銀行振込'] });
    expect(await offered(without, 1)).toMatchObject({ offered: false, reason: 'method_not_enabled' });
  });

  test('a buyer with open orders is not closed, and one without is closed for good', async () => {
    const { id } = await anActiveBuyer(demo, aCompany());
    const { id: orderId } = await demo.place({ buyerId: id, amount: 10_000 });
    expectProblem(await demo.api.tryPost(`/v1/buyers/${id}/closures`, {}), 409, 'BuyerHasOpenBusiness');
    await demo.confirm(orderId);
    expectProblem(await demo.api.tryPost(`/v1/buyers/${id}/closures`, {}), 409, 'BuyerHasOpenBusiness');
    const { id: idle } = await anActiveBuyer(demo, aCompany());
    await demo.api.post(`/v1/buyers/${idle}/closures`, { reason: 'buyer_left' });
    expect(await demo.buyer(idle)).toMatchObject({ state: 'closed', stateReason: 'buyer_left', nextActions: [] });
    expect(await demo.credit(idle)).toMatchObject({ limit: 0, available: 0 });
    expectProblem(await demo.tryPlace({ buyerId: idle, amount: 1 }), 422, 'BuyerNotActive');
    await expectBalancedBooks(operator);
  });
});
