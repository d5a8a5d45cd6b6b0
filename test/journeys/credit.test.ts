import { describe, expect, test } from 'vitest';
import type { CreditRelationResource, LimitChangeResource } from '../../functions/credit/credit.contract.ts';
import type { CreditChange } from '../../functions/credit/credit-history.ts';
import type { CreditExplanation } from '../../functions/credit/policy.contract.ts';
import { expectProblem, until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { aPendingList, aSanctionsList } from '../support/requests/credit.ts';
import { anActiveBuyer, type Operator, type Page } from '../support/sessions.ts';

const { demo, other, operator, operator2 } = await journey();

const onBuyer = (buyerId: string, rest: string) => `/v1/buyers/${buyerId}${rest}`;
const historyOf = async (buyerId: string) =>
  (await demo.api.get<Page<CreditChange>>(onBuyer(buyerId, '/credit/history'))).items;
const relationOf = (buyerId: string) =>
  operator.api.get<CreditRelationResource & { history: CreditChange[] }>(`/v1/credit-relations/${buyerId}`);

async function changeLimit(buyerId: string, creditLimit: number): Promise<LimitChangeResource> {
  const body = { creditLimit, reason: '取引実績による見直し' };
  const { id } = await operator.api.post<LimitChangeResource>(onBuyer(buyerId, '/limit-changes'), body);
  const decision = { outcome: 'approve', reason: '決算書を確認した' };
  return operator2.api.post<LimitChangeResource>(`/v1/limit-changes/${id}/decision`, decision);
}

describe('P10 the credit limit', () => {
  test('P10 the limit is changed by two operators, and the buyer orders within the new one', async () => {
    const { id } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 1_000_000 }));
    expectProblem(await demo.tryPlace({ buyerId: id, amount: 1_500_000 }), 422, 'CreditLimitExceeded');
    const proposed = await operator.api.post<LimitChangeResource>(onBuyer(id, '/limit-changes'), {
      creditLimit: 2_000_000,
      reason: '取引の拡大',
    });
    expect(proposed).toMatchObject({ state: 'pending', limitBefore: 1_000_000, nextActions: ['decide'] });
    const decision = `/v1/limit-changes/${proposed.id}/decision`;
    const approval = { outcome: 'approve', reason: '決算書を確認した' };
    expectProblem(await operator.api.tryPost(decision, approval), 403, 'SecondPersonRequired');
    expect((await demo.credit(id)).limit).toBe(1_000_000);
    expect(await operator2.api.post(decision, approval)).toMatchObject({ state: 'approved', nextActions: [] });
    expect(await demo.credit(id)).toMatchObject({ limit: 2_000_000, available: 2_000_000 });
    expect((await demo.place({ buyerId: id, amount: 1_500_000 })).state).toBe('authorized');
    expectProblem(await operator2.api.tryPost(decision, approval), 409, 'LimitChangeAlreadyDecided');
    const [latest, first] = await historyOf(id);
    expect(latest).toMatchObject({ type: 'changed', limitBefore: 1_000_000, limit: 2_000_000 });
    expect(first).toMatchObject({ type: 'granted', limitBefore: 0, limit: 1_000_000 });
    expect(JSON.stringify([latest, first])).not.toMatch(/決算書|取引の拡大|operator/);
    expect((await relationOf(id)).history[0]).toMatchObject({ note: '取引の拡大', by: expect.any(String) });
    await expectBalancedBooks(operator);
  });

  test('P10 a limit below what is in use refuses new orders, and what is in use is still confirmed', async () => {
    const { id } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 1_000_000 }));
    const order = await demo.place({ buyerId: id, amount: 800_000 });
    await changeLimit(id, 500_000);
    expect(await demo.credit(id)).toMatchObject({ limit: 500_000, held: 800_000, available: 0 });
    expectProblem(await demo.tryPlace({ buyerId: id, amount: 1000 }), 422, 'CreditLimitExceeded');
    await expectBalancedBooks(operator);
    expect((await demo.confirm(order.id, { amount: 300_000, final: true })).state).toBe('confirmed');
    expect(await demo.credit(id)).toMatchObject({ held: 0, receivable: 300_000, available: 200_000 });
    await demo.place({ buyerId: id, amount: 200_000 });
    await expectBalancedBooks(operator);
  });

  test('P10 orders at the moment of a limit change take no yen too many', async () => {
    const { id } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 1_000_000 }));
    const [, ...orders] = await Promise.all([
      changeLimit(id, 1_500_000),
      ...Array.from({ length: 8 }, () => demo.tryPlace({ buyerId: id, amount: 200_000 })),
    ]);
    const placed = orders.filter(({ status }) => status === 201).length;
    expect(await demo.credit(id)).toMatchObject({ limit: 1_500_000, available: 1_500_000 - placed * 200_000 });
    await expectBalancedBooks(operator);
  });

  test('P10 a suspended buyer is refused new orders with BuyerNotActive, and its open order goes on', async () => {
    const { id } = await anActiveBuyer(demo, aCompany());
    const order = await demo.place({ buyerId: id, amount: 100_000 });
    const note = '11月分の入金が確認できない';
    const suspended = await operator.api.post(onBuyer(id, '/suspensions'), { reason: 'payment_overdue', note });
    expect(suspended).toMatchObject({ state: 'suspended', facility: { state: 'suspended' } });
    const seen = await demo.api.send('GET', `/v1/buyers/${id}`);
    expect(seen.body).toMatchObject({ state: 'suspended', stateReason: 'payment_overdue' });
    expect(seen.text).not.toContain(note);
    expectProblem(await demo.tryPlace({ buyerId: id, amount: 1000 }), 422, 'BuyerNotActive');
    expect((await demo.confirm(order.id)).state).toBe('confirmed');
    expect((await demo.credit(id)).facility.state).toBe('suspended');
    await operator.api.post(onBuyer(id, '/reinstatements'), { note: '入金を確認した' });
    expect((await demo.place({ buyerId: id, amount: 1000 })).state).toBe('authorized');
    const again = await operator.api.tryPost(onBuyer(id, '/reinstatements'), { note: '入金を確認した' });
    expectProblem(again, 409, 'FacilityNotSuspended');
    expect((await historyOf(id)).map(({ type }) => type)).toEqual(['reinstated', 'suspended', 'granted']);
    await expectBalancedBooks(operator);
  });
});

describe('P10 the validity of the credit', () => {
  test('P10 a renewal is examined like an application and adds twelve months, and what is open stays open', async () => {
    const { id } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 900_000 }));
    await demo.place({ buyerId: id, amount: 100_000 });
    const before = await demo.credit(id);
    const renewal = await operator.api.post<{ id: string; kind: string }>(onBuyer(id, '/credit/renewals'), {});
    expect(renewal.kind).toBe('renewal');
    await until(
      () => `renewed: ${id}`,
      async () => ((await operator.examination(renewal.id)).state === 'decided' ? true : undefined),
    );
    const after = await demo.credit(id);
    expect(after).toMatchObject({ limit: 900_000, held: 100_000, available: 800_000 });
    const year = (day: string | null) => Number(day?.slice(0, 4));
    expect(year(after.facility.endsOn)).toBe(year(before.facility.endsOn) + 1);
    expect((await demo.buyer(id)).state).toBe('active');
    const examinations = await operator.api.get<Page<{ kind: string }>>(`/v1/examinations?buyerId=${id}`);
    expect(examinations.items.map(({ kind }) => kind)).toEqual(['renewal', 'application']);
    await expectBalancedBooks(operator);
  });

  test('P10 a renewal that the policy leaves open waits for a person, and the buyer orders meanwhile', async () => {
    const { id: buyerId } = await demo.register(aCompany({ name: '株式会社サンドボックス要審査' }));
    const { id: applicationId } = await operator.examinationOf(buyerId, 'pending');
    const approval = { outcome: 'approve' as const, creditLimit: 500_000, reason: '決算書を確認した' };
    await operator.decide(applicationId, approval);
    const buyer = await demo.buyerUntil(buyerId, 'active');
    const { id } = await operator.api.post<{ id: string }>(onBuyer(buyerId, '/credit/renewals'), {});
    expect((await operator.examinationOf(buyerId, 'pending')).id).toBe(id);
    expect(await demo.buyer(buyerId)).toEqual(buyer);
    await demo.place({ buyerId, amount: 200_000 });
    await operator.decide(id, { outcome: 'reject', reason: '業績の悪化' });
    expect(await demo.buyer(buyerId)).toEqual(buyer);
    expect(await demo.credit(buyerId)).toMatchObject({ limit: 500_000, available: 300_000 });
    await expectBalancedBooks(operator);
  });
});

describe('P10 one company at two merchants', () => {
  test('P10 shows what it uses at each and in all, to operators only', async () => {
    const email = `keiri-${crypto.randomUUID()}@example.co.jp`;
    const here = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 2_000_000, email }));
    const there = await other.register({
      ...aCompany({ email, requestedCreditLimit: 3_000_000 }),
      company: here.company,
    });
    await other.buyerUntil(there.id, 'active');
    await demo.place({ buyerId: here.id, amount: 400_000 });
    const limitThere = (await other.credit(there.id)).limit;
    const path = `/v1/companies?corporateNumber=${here.company.corporateNumber}`;
    const { items } = await operator.api.get<Page<{ id: string; relations: object[]; totals: object }>>(path);
    expect(items[0]?.relations).toHaveLength(2);
    expect(items[0]?.relations).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ merchantId: 'mer_demo', buyerId: here.id, limit: 2_000_000, held: 400_000 }),
        expect.objectContaining({ merchantId: 'mer_other', buyerId: there.id, limit: limitThere }),
      ]),
    );
    const total = 2_000_000 + limitThere;
    expect(items[0]?.totals).toEqual({ limit: total, held: 400_000, receivable: 0, available: total - 400_000 });
    expect((await demo.api.send('GET', path)).status).toBe(403);
    await expectBalancedBooks(operator);
  });
});

describe('D10 a decision explains itself', () => {
  test.for([['no mark'], ['要審査'], ['否決'], ['該当なし']])(
    'D10 simulated it is what was stored: %s',
    async ([mark]) => {
      const name = mark === 'no mark' ? {} : { name: `株式会社サンドボックス${mark}` };
      const { id: buyerId } = await demo.register(aCompany(name));
      const { id } = await until(
        () => `scored: ${buyerId}`,
        async () => {
          const { items } = await operator.api.get<Page<{ id: string; state: string }>>(
            `/v1/examinations?buyerId=${buyerId}`,
          );
          return items.find(({ state }) => state !== 'in_progress');
        },
      );
      const { inputs, policyVersion, proposal, ruleTrace } = await operator.examination(id);
      const simulate = `/v1/credit-policies/${policyVersion}:simulate`;
      const again = await operator.api.post<CreditExplanation & { stored: CreditExplanation }>(simulate, {
        examinationId: id,
      });
      const { stored, ...simulated } = again;
      expect(simulated).toEqual(stored);
      expect({ ...proposal, ruleTrace }).toMatchObject({
        score: stored.score,
        reasons: stored.reasons,
        ruleTrace: stored.ruleTrace,
      });
      const { appliedOn, requestedCreditLimit, company, bureauReport, listMatch, otherLimits } = inputs;
      const { establishedOn, annualSales, industry } = company;
      const facts = {
        application: {
          ...{ appliedOn, establishedOn, annualSales, industry },
          ...(requestedCreditLimit === null ? {} : { requestedCreditLimit }),
        },
        ...{ bureauReport, match: listMatch, otherLimits },
      };
      expect(await operator.api.post(simulate, facts)).toEqual({ ...stored, stored: null });
    },
  );
});

/** Brings a list and has another operator put it in force. */
async function putInForce(list: object, by: Operator = operator2): Promise<void> {
  const id = await aPendingList(operator, list as ReturnType<typeof aSanctionsList>);
  const path = `/v1/sanctions-lists/${id}/decision`;
  const approval = { outcome: 'approve', reason: '告示と照合した' };
  expectProblem(await operator.api.tryPost(path, approval), 403, 'SecondPersonRequired');
  await by.api.post(path, approval);
}

describe('P10 a buyer whose name comes on a list', () => {
  const listedName = () => `幻影${crypto.randomUUID().slice(0, 6)}興業`;

  test('P10 is stopped at once without a word why, and orders again when two people have cleared it', async () => {
    const name = `株式会社${listedName()}`;
    const nameKana = 'ゲンエイコウギョウ';
    const { id } = await anActiveBuyer(demo, aCompany({ name, nameKana }));
    const order = await demo.place({ buyerId: id, amount: 50_000 });
    const list = aSanctionsList(name, nameKana);
    await putInForce(list);
    await demo.buyerUntil(id, 'suspended');
    const seen = await demo.api.send('GET', `/v1/buyers/${id}`);
    expect(seen.body).toMatchObject({ stateReason: 'manual_hold' });
    expectProblem(await demo.tryPlace({ buyerId: id, amount: 1000 }), 422, 'BuyerNotActive');
    expect((await demo.confirm(order.id)).state).toBe('confirmed');
    const hit = await operator.examinationOf(id, 'pending');
    expect(hit).toMatchObject({ kind: 'rescreening', stateReason: 'list_hit_rescreening' });
    const early = await operator2.api.tryPost(onBuyer(id, '/reinstatements'), { note: '別人' });
    expectProblem(early, 409, 'ListHitUndecided');
    expectProblem(await operator.tryDecide(hit.id, { outcome: 'approve', reason: '別人' }), 422, 'ListHitUnexplained');
    const reason = '登記簿の所在地と設立日が異なり、掲載企業とは別の法人であることを確認した';
    await operator.decide(hit.id, { outcome: 'approve', reason });
    expect((await demo.buyer(id)).state).toBe('suspended');
    const alone = await operator.api.tryPost(onBuyer(id, '/reinstatements'), { note: '確認した' });
    expectProblem(alone, 403, 'SecondPersonRequired');
    await operator2.api.post(onBuyer(id, '/reinstatements'), { note: '確認した' });
    expect((await demo.place({ buyerId: id, amount: 1000 })).state).toBe('authorized');
    await putInForce({ ...list, title: 'The same names again' });
    await operator.advance({ days: 1 });
    expect((await demo.buyer(id)).state).toBe('active');
    const logs = [await demo.api.get('/v1/events?limit=100'), await demo.api.get('/v1/audit-log?limit=100')];
    const told = JSON.stringify([seen.body, await historyOf(id), ...logs]);
    expect(told).not.toMatch(/list_hit|sanction|antisocial|rescreening/);
    await expectBalancedBooks(operator);
  });

  test('P10 stays out when an operator confirms that it is the one on the list', async () => {
    const name = `株式会社${listedName()}`;
    const { id } = await anActiveBuyer(demo, aCompany({ name, nameKana: 'マボロシコウギョウ' }));
    await putInForce(aSanctionsList(name, 'マボロシコウギョウ', 'sanctions'));
    const hit = await operator.examinationOf(id, 'pending');
    await operator.decide(hit.id, { outcome: 'reject', reason: '掲載企業と同一の法人であることを確認した' });
    expect(await demo.buyer(id)).toMatchObject({ state: 'suspended', stateReason: 'manual_hold' });
    expect((await relationOf(id)).facility).toMatchObject({ state: 'revoked' });
    expect(await demo.api.get(onBuyer(id, '/credit'))).toMatchObject({ facility: { state: 'revoked' } });
    const back = await operator2.api.tryPost(onBuyer(id, '/reinstatements'), { note: '確認した' });
    expectProblem(back, 409, 'FacilityNotSuspended');
    expectProblem(await demo.tryPlace({ buyerId: id, amount: 1000 }), 422, 'BuyerNotActive');
    await expectBalancedBooks(operator);
  });
});
