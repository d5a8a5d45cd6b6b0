import { describe, expect, test } from 'vitest';
import { expectProblem } from '../support/api.ts';
import { type About, aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';

const { demo, other, operator } = await journey();

/** A company that the sandbox's bureau has something to say of (docs/sandbox.md). */
const marked = (mark: string, about: About = {}) => aCompany({ name: `株式会社サンドボックス${mark}`, ...about });

const pending = (buyerId: string) => operator.examinationOf(buyerId, 'pending');

describe('a company with nothing against it', () => {
  test('is approved at once with the limit that it asks for, and may order', async () => {
    const company = aCompany({ requestedCreditLimit: 2_500_000 });
    const applied = await demo.register(company);
    expect(applied).toMatchObject({ state: 'under_review', company: company.company, version: 1 });
    const buyer = await demo.buyerUntil(applied.id, 'active');
    expect(buyer.nextActions).toEqual(['place_order']);
    expect(buyer.stateHistory.map(({ state }) => state)).toEqual(['awaiting_application', 'under_review', 'active']);
    const credit = await demo.credit(buyer.id);
    expect(credit).toMatchObject({ limit: 2_500_000, held: 0, receivable: 0, available: 2_500_000 });
    expect(credit.facility.state).toBe('active');
    expect((await demo.place({ buyerId: buyer.id, amount: 2_500_000 })).state).toBe('authorized');
    await expectBalancedBooks(operator);
  });

  test('gets 1,000,000 yen when it asks for no limit', async () => {
    const { id } = await demo.register(aCompany());
    await demo.buyerUntil(id, 'active');
    expect((await demo.credit(id)).limit).toBe(1_000_000);
    await expectBalancedBooks(operator);
  });

  test('has every rule of its approval on record', async () => {
    const { id } = await demo.register(aCompany({ requestedCreditLimit: 700_000 }));
    await demo.buyerUntil(id, 'active');
    const examination = await operator.examination((await operator.examinationOf(id, 'decided')).id);
    expect(examination.decision).toMatchObject({ outcome: 'approve', creditLimit: 700_000 });
    expect(examination.decision?.decidedBy).toBe(`policy:${examination.policyVersion}`);
    expect(examination.ruleTrace.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['list_match', 'known_to_bureau', 'bankruptcy', 'bureau_score', 'score_threshold']),
    );
    const points = examination.ruleTrace.reduce((sum, entry) => sum + entry.points, 0);
    expect(points).toBe(examination.proposal?.score);
    expect(examination.inputs.bureauReport).toMatchObject({ found: true, score: 700, incidents: [] });
    expect(examination.listHits).toEqual([]);
  });

  test('waits for its application when it is only registered, and may not order before', async () => {
    const registered = await demo.register(aCompany({ apply: false }));
    expect(registered).toMatchObject({ state: 'awaiting_application', nextActions: ['apply'] });
    expect(await demo.credit(registered.id)).toMatchObject({ limit: 0, available: 0, facility: { state: 'inactive' } });
    expectProblem(await demo.tryPlace({ buyerId: registered.id, amount: 1000 }), 422, 'BuyerNotActive');
    const applied = await demo.apply(registered.id);
    expect(applied).toMatchObject({ state: 'under_review', nextActions: ['await_decision'] });
    await demo.buyerUntil(registered.id, 'active');
    const again = await demo.api.tryPost(`/v1/buyers/${registered.id}/applications`, {});
    expectProblem(again, 409, 'BuyerStateConflict');
    await expectBalancedBooks(operator);
  });
});

describe('a company that went bankrupt a year ago', () => {
  test('is rejected with a coded reason, has no credit, and may apply again after ninety days', async () => {
    const { id } = await demo.register(marked('否決'));
    const rejected = await demo.buyerUntil(id, 'rejected');
    expect(rejected).toMatchObject({ stateReason: 'bankruptcy_on_record', nextActions: [] });
    expect(await demo.credit(id)).toMatchObject({ limit: 0, available: 0 });
    expectProblem(await demo.tryPlace({ buyerId: id, amount: 1000 }), 422, 'BuyerNotActive');
    const early = expectProblem(
      await demo.api.tryPost(`/v1/buyers/${id}/applications`, {}),
      409,
      'ReapplicationTooEarly',
    );
    expect(early.reapplyOn).toBe(rejected.reapplyOn);
    const { id: examinationId } = await operator.examinationOf(id, 'decided');
    expect((await operator.examination(examinationId)).decision).toMatchObject({ outcome: 'reject' });
    await expectBalancedBooks(operator);
  });
});

describe('a company that did not pay three years ago', () => {
  const aDoubtful = async (about: About = {}) => {
    const { id: buyerId } = await demo.register(marked('要審査', about));
    const { id: examinationId } = await pending(buyerId);
    return { buyerId, examinationId };
  };

  test('waits for a person, and the merchant sees that it waits but not why', async () => {
    const { buyerId, examinationId } = await aDoubtful();
    expect(await demo.buyer(buyerId)).toMatchObject({ state: 'under_review', stateReason: 'manual_review' });
    const examination = await operator.examination(examinationId);
    expect(examination).toMatchObject({
      state: 'pending',
      nextActions: ['decide', 'request_information'],
      merchantId: 'mer_demo',
      buyerId,
    });
    expect(examination.proposal).toMatchObject({
      outcome: 'review',
      reasons: expect.arrayContaining(['past_default']),
    });
    expectProblem(await demo.tryPlace({ buyerId, amount: 1000 }), 422, 'BuyerNotActive');
    await operator.decide(examinationId, { outcome: 'reject', reason: '追加資料の提出なし' });
    await expectBalancedBooks(operator);
  });

  test('is approved by an operator with the limit that the operator names', async () => {
    const { buyerId, examinationId } = await aDoubtful({ requestedCreditLimit: 3_000_000 });
    const decided = await operator.decide(examinationId, {
      outcome: 'approve',
      creditLimit: 800_000,
      reason: '決算書と取引実績を確認した',
    });
    expect(decided).toMatchObject({ state: 'decided', decision: { outcome: 'approve', creditLimit: 800_000 } });
    expect(decided.decision?.decidedBy).toMatch(/^operator:/);
    await demo.buyerUntil(buyerId, 'active');
    expect(await demo.credit(buyerId)).toMatchObject({ limit: 800_000, available: 800_000 });
    await expectBalancedBooks(operator);
  });

  test('is rejected by an operator, whose words the merchant does not see', async () => {
    const { buyerId, examinationId } = await aDoubtful();
    await operator.decide(examinationId, { outcome: 'reject', reason: '代表者との連絡が取れない' });
    const rejected = await demo.api.send('GET', `/v1/buyers/${buyerId}`);
    expect(rejected.body).toMatchObject({ state: 'rejected', stateReason: 'screening_declined' });
    expect(rejected.text).not.toContain('代表者との連絡');
    await expectBalancedBooks(operator);
  });

  test('is put on hold, stays in the queue, and is approved later', async () => {
    const { buyerId, examinationId } = await aDoubtful();
    const held = await operator.decide(examinationId, { outcome: 'hold', reason: '登記簿を待つ' });
    expect(held).toMatchObject({ state: 'pending', nextActions: ['decide', 'request_information'] });
    expect(await demo.buyer(buyerId)).toMatchObject({ state: 'under_review' });
    await operator.advance({ days: 2 });
    expect((await pending(buyerId)).id).toBe(examinationId);
    await operator.decide(examinationId, { outcome: 'approve', creditLimit: 500_000, reason: '登記簿を確認した' });
    await demo.buyerUntil(buyerId, 'active');
    expect((await demo.credit(buyerId)).limit).toBe(500_000);
    await expectBalancedBooks(operator);
  });

  test('is decided once: of ten operators at the same moment one decides', async () => {
    const { buyerId, examinationId } = await aDoubtful();
    const decisions = await Promise.all(
      Array.from({ length: 10 }, (_, count) =>
        operator.tryDecide(examinationId, {
          outcome: count % 2 === 0 ? 'approve' : 'reject',
          ...(count % 2 === 0 ? { creditLimit: 300_000 + count * 10_000 } : {}),
          reason: `審査員${count}の判断`,
        }),
      ),
    );
    const carriedOut = decisions.filter(({ status }) => status === 200);
    expect(carriedOut).toHaveLength(1);
    for (const answer of decisions.filter(({ status }) => status !== 200)) expect([409, 503]).toContain(answer.status);
    const decision = carriedOut[0]?.body.decision;
    const buyer = await demo.buyer(buyerId);
    expect(buyer.state).toBe(decision?.outcome === 'approve' ? 'active' : 'rejected');
    expect((await demo.credit(buyerId)).limit).toBe(decision?.creditLimit ?? 0);
    const late = await operator.tryDecide(examinationId, { outcome: 'reject', reason: '遅れて来た判断' });
    expectProblem(late, 409, 'ExaminationAlreadyDecided');
    await expectBalancedBooks(operator);
  });
});

/** Names of the list that ships with the sandbox (docs/sandbox.md). */
const listed: readonly [which: string, about: About, isCertain: boolean][] = [
  ['the representative', { representative: person('空蝉', '龍蔵', 'ウツセミ', 'リュウゾウ') }, true],
  [
    'the representative in other characters',
    { representative: person('空蟬', '竜三', 'ウツセミ', 'リュウゾウ') },
    true,
  ],
  ['the company', { name: '㈱夜烏組', nameKana: 'ヨガラスグミ' }, true],
  ['the company by a former name', { name: '有限会社　黒霞', nameKana: 'くろがすみ' }, true],
  ['the representative by a nickname', { representative: person('瀬見野', '龍', 'せみの', 'りゅう') }, false],
];

function person(familyName: string, givenName: string, familyNameKana: string, givenNameKana: string) {
  return { familyName, givenName, familyNameKana, givenNameKana };
}

describe('a name on a list', () => {
  test.for(listed)('is never approved by itself: %s', async ([, about, isCertain]) => {
    const { id: buyerId } = await demo.register(aCompany(about));
    const { id: examinationId } = await pending(buyerId);
    const examination = await operator.examination(examinationId);
    expect(examination.listHits.length).toBeGreaterThan(0);
    expect(examination.proposal?.outcome).toBe('review');
    const seen = await demo.api.send('GET', `/v1/buyers/${buyerId}`);
    expect(seen.text).not.toMatch(/list|sanction|antisocial/);
    const hasty = await operator.tryDecide(examinationId, { outcome: 'hold', reason: 'OK' });
    expect(hasty.status).toBe(200);
    if (isCertain) {
      const approval = { outcome: 'approve' as const, creditLimit: 300_000, reason: 'OK' };
      expectProblem(await operator.tryDecide(examinationId, approval), 422, 'ListHitUnexplained');
    }
    await operator.advance({ days: 3 });
    expect((await demo.buyer(buyerId)).state).toBe('under_review');
    await operator.decide(examinationId, { outcome: 'reject', reason: 'リスト掲載者と同一人物であることを確認した' });
    const rejected = await demo.api.send('GET', `/v1/buyers/${buyerId}`);
    expect(rejected.body).toMatchObject({ state: 'rejected', stateReason: 'screening_declined' });
    expect(rejected.text).not.toMatch(/list|sanction|antisocial|リスト/);
    await expectBalancedBooks(operator);
  });
});

describe('an e-mail address', () => {
  test('that is known for another company is refused, and nothing changes', async () => {
    const email = `shared-${crypto.randomUUID()}@example.co.jp`;
    const { id } = await demo.register(aCompany({ email }));
    await demo.buyerUntil(id, 'active');
    const answer = await other.api.tryPost('/v1/buyers', aCompany({ email: email.toUpperCase() }));
    expectProblem(answer, 409, 'BuyerEmailAlreadyRegistered');
    const waiting = await other.register(aCompany({ email, apply: false }));
    expectProblem(
      await other.api.tryPost(`/v1/buyers/${waiting.id}/applications`, {}),
      409,
      'BuyerEmailAlreadyRegistered',
    );
    expect(await other.buyer(waiting.id)).toEqual(waiting);
    await expectBalancedBooks(operator);
  });
});

describe('the credit bureau', () => {
  test.for(['遅延', '時間切れ', '重複', '乱文'])('with the behaviour %s loses nothing', async (mark) => {
    const { id } = await demo.register(marked(mark, { requestedCreditLimit: 400_000 }));
    await operator.advance({ hours: 1 });
    await demo.buyerUntil(id, 'active');
    expect((await demo.credit(id)).limit).toBe(400_000);
    const examination = await operator.examination((await operator.examinationOf(id, 'decided')).id);
    expect(examination.inputs.bureauReport).toMatchObject({ found: true, score: 700 });
    await expectBalancedBooks(operator);
  });

  test('that answers too late is inquired, not asked for a second report', async () => {
    const company = aCompany({ name: `株式会社${crypto.randomUUID().slice(0, 8)}商会` });
    const scenario = { counterparty: 'bureau', behaviour: 'timeout', times: 5, match: { name: company.company.name } };
    const { id: scenarioId } = await operator.api.post<{ id: string }>('/v1/test/scenarios', scenario);
    const { id } = await demo.register(company);
    await demo.buyerUntil(id, 'active');
    const { items } = await operator.api.get<{ items: { id: string; remaining: number }[] }>('/v1/test/scenarios');
    expect(items.find((one) => one.id === scenarioId)?.remaining).toBe(4);
    await expectBalancedBooks(operator);
  });

  test('that breaks once is asked again', async () => {
    const company = aCompany({ name: `株式会社${crypto.randomUUID().slice(0, 8)}商会` });
    const scenario = { counterparty: 'bureau', behaviour: 'error', times: 1, match: { name: company.company.name } };
    await operator.api.post('/v1/test/scenarios', scenario);
    const { id } = await demo.register(company);
    await operator.advance({ hours: 1 });
    await demo.buyerUntil(id, 'active');
    await expectBalancedBooks(operator);
  });

  test.for(['障害', '無応答', '謝絶', '該当なし'])(
    'with the behaviour %s leaves the decision to a person',
    async (mark) => {
      const { id } = await demo.register(marked(mark));
      await operator.advance({ hours: 12 });
      const { id: examinationId } = await pending(id);
      const examination = await operator.decide(examinationId, {
        outcome: 'approve',
        creditLimit: 300_000,
        reason: '信用調査会社の回答なしで、決算書により判断した',
      });
      expect(examination.decision).toMatchObject({ outcome: 'approve', creditLimit: 300_000 });
      await demo.buyerUntil(id, 'active');
      await expectBalancedBooks(operator);
    },
  );
});
