import { describe, expect, test } from 'vitest';
import { drawKey, hashOf } from '../../functions/merchants/api-key.ts';
import type { ApiKeyResource } from '../../functions/merchants/credential.contract.ts';
import type { MerchantResource, ScreeningResource } from '../../functions/merchants/merchant.resource.contract.ts';
import { expectProblem, succeeded, until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { aDocument, type IssuedKey, onboarding } from '../support/merchants.ts';
import type { Page } from '../support/sessions.ts';

const { operator, operator2, demo, as } = await journey();
const staff = onboarding(operator, operator2);
const at = (id: string, rest = '') => `/v1/merchants/${id}${rest}`;
const statesOf = ({ stateHistory }: MerchantResource) => stateHistory.map(({ state }) => state);

/** A merchant that is live, with its test key. */
async function aLiveMerchant() {
  const { id } = await staff.approved();
  const { key } = await staff.issueKey(id);
  await staff.firstCalls(as(key));
  await operator.api.post(at(id, '/connection-tests'), {});
  await staff.activePaid(id);
  await staff.decide(id, 'go_live');
  return { id, key };
}

describe('P2 a merchant applies', () => {
  test('P2 and is told at once everything that is still missing', async () => {
    const { id } = await staff.apply({
      productPageIsPublic: false,
      industry: '酒類卸売業',
      methods: ['paid', 'remittance'],
    });
    const { businessDate } = await operator.time();
    await staff.send(id, 'register_copy', `${Number(businessDate.slice(0, 4)) - 1}${businessDate.slice(4)}`);
    await staff.send(id, 'seal_certificate');
    const problem = expectProblem(await staff.trySubmit(id), 422, 'ApplicationIncomplete');
    expect((problem.errors ?? []).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/documents/register_copy', 'too_old'],
      ['/documents/seal_certificate', 'issue_date_missing'],
      ['/documents/photo_id', 'missing'],
      ['/documents/product_material', 'missing'],
      ['/documents/commercial_transactions_page', 'missing'],
      ['/documents/permit', 'missing'],
      ['/purposeOfRemittance', 'missing'],
    ]);
    const { state, nextActions } = await staff.merchant(id);
    expect([state, nextActions]).toEqual(['draft', ['send_documents']]);
  });

  test('P2 and need not send what everybody can see on its page', async () => {
    const { documents } = await staff.complete();
    expect(documents.map(({ kind, state }) => [kind, state])).toEqual([
      ['register_copy', 'received'],
      ['seal_certificate', 'received'],
      ['photo_id', 'received'],
      ['product_material', 'waived'],
      ['commercial_transactions_page', 'waived'],
    ]);
  });

  test('P2 and is live only after a second operator has confirmed, its contract is active and its calls were seen', async () => {
    const { id } = await staff.screened();
    const proposalId = await staff.propose(id, 'approve');
    expectProblem(await staff.tryConfirm(operator, id, proposalId), 403, 'SecondPersonRequired');
    expect((await staff.tryConfirm(operator2, id, proposalId)).body.state).toBe('approved');
    const { key } = await staff.issueKey(id);
    const early = await operator.api.tryPost(at(id, '/connection-tests'), {});
    const { errors = [] } = expectProblem(early, 422, 'ConnectionTestIncomplete');
    expect(errors.map(({ code }) => code)).toEqual(['buyer_registered', 'order_authorized', 'order_confirmed']);
    const shop = as(key);
    const { buyerId } = await staff.firstCalls(shop);
    const tested = await operator.api.post<MerchantResource>(at(id, '/connection-tests'), {});
    expect(tested.connectionTest).toMatchObject({ buyerId });
    const hasty = await operator.api.tryPost(at(id, '/proposals'), { action: 'go_live', reason: '接続確認済み' });
    expectProblem(hasty, 422, 'NoActiveContract');
    await staff.activePaid(id);
    const live = await staff.decide(id, 'go_live');
    expect(statesOf(live)).toEqual([
      'draft',
      'submitted',
      'screening',
      'approved',
      'sandbox_issued',
      'connection_test',
      'live',
    ]);
    const own = await shop.api.get<MerchantResource>('/v1/merchant');
    expect([own.id, own.state]).toEqual([id, 'live']);
    expect(own).not.toHaveProperty('proposals');
    const { items } = await until(
      () => 'told',
      async () => {
        const page = await shop.api.get<Page<{ type: string }>>('/v1/events?limit=100');
        return page.items.some(({ type }) => type === 'merchant.live') ? page : undefined;
      },
    );
    expect(items.map(({ type }) => type)).toContain('merchant_application.decided');
    await expectBalancedBooks(operator);
  });

  test('RH a person on a list is found, shown to operators only, and has to be explained', async () => {
    const { id, listScreening } = await staff.screened({
      people: [
        {
          role: 'beneficial_owner',
          familyName: '空蝉',
          givenName: '龍蔵',
          familyNameKana: 'ウツセミ',
          givenNameKana: 'リュウゾウ',
        },
      ],
    });
    expect(listScreening?.decision).not.toBe('clear');
    const { items } = await operator.api.get<Page<ScreeningResource>>(at(id, '/screenings'));
    expect(items[0]?.subjects.filter(({ hits }) => hits.length > 0).map(({ subject }) => subject)).toEqual([
      'beneficial_owner',
    ]);
    const short = await operator.api.tryPost(at(id, '/proposals'), { action: 'approve', reason: '別人' });
    expectProblem(short, 422, 'ListHitUnexplained');
    const approved = await staff.decide(id, 'approve', '生年月日と本籍地が一致しないため、同姓同名の別人と判断した。');
    expect(approved.state).toBe('approved');
  });
});

describe('P1 the credentials of a merchant', () => {
  test('P1 a key is shown once, and both keys open doors until the overlap ends', async () => {
    const { id } = await staff.approved();
    const issued = await staff.issueKey(id);
    expect(issued.key).toMatch(/^sk_test_[0-9a-f]{48}$/);
    expect((await operator.api.get<unknown>(at(id, '/api-keys'))) as object).not.toHaveProperty('items.0.key');
    const rotated = await operator.api.post<IssuedKey>(at(id, `/api-keys/${issued.id}/rotations`), { overlapHours: 3 });
    const answers = async () =>
      Promise.all([issued.key, rotated.key].map(async (key) => (await as(key).api.send('GET', '/v1/merchant')).status));
    expect(await answers()).toEqual([200, 200]);
    await operator.advance({ hours: 2 });
    expect(await answers()).toEqual([200, 200]);
    await operator.advance({ hours: 2 });
    expect(await answers()).toEqual([401, 200]);
    const { items } = await operator.api.get<Page<ApiKeyResource>>(at(id, '/api-keys'));
    expect(items.map(({ state }) => state).sort()).toEqual(['active', 'expired']);
  });

  test('P1 a revoked key opens nothing within a minute', async () => {
    const { id } = await staff.approved();
    const issued = await staff.issueKey(id);
    expect((await as(issued.key).api.send('GET', '/v1/merchant')).status).toBe(200);
    await operator.api.send('DELETE', at(id, `/api-keys/${issued.id}`));
    await operator.advance({ hours: 1 });
    expectProblem(await as(issued.key).api.send('GET', '/v1/merchant'), 401, 'Unauthenticated');
  });

  test('P1 a sandbox issues no live keys', async () => {
    const { id } = await aLiveMerchant();
    const answer = await operator.api.tryPost(at(id, '/api-keys'), { environment: 'live', label: '本番' });
    expect(expectProblem(answer, 422, 'KeyEnvironmentUnavailable').environment).toBe('test');
  });

  test('P32 test keys come with the approval, before any contract is active', async () => {
    const { id } = await staff.approved();
    const { key } = await staff.issueKey(id);
    const order = await staff.firstCalls(as(key));
    expect(order.state).toBe('confirmed');
    const { state, contracts, nextActions } = await staff.merchant(id);
    expect([state, contracts]).toEqual(['sandbox_issued', []]);
    expect(nextActions).toEqual(['run_connection_test', 'activate_contract']);
  });

  test('P1 an operator draws its own key, which opens nothing before a second operator has approved it', async () => {
    const [key, next] = [drawKey('test'), drawKey('test')];
    const register = (drawn: string, more: object = {}) =>
      operator.api.post<ApiKeyResource>('/v1/operator-keys', { label: '新人', sha256: hashOf(drawn), ...more });
    const statusOf = async (drawn: string) => (await as(drawn).api.send('GET', '/v1/merchants')).status;
    const registered = await register(key);
    expect([registered.state, await statusOf(key)]).toEqual(['pending', 401]);
    const approval = `/v1/operator-keys/${registered.id}/approval`;
    expectProblem(await operator.api.tryPost(approval, {}), 403, 'SecondPersonRequired');
    await operator2.api.post(approval, {});
    await operator.advance({ hours: 1 });
    expect(await statusOf(key)).toBe(200);
    const { id } = await register(next, { replaces: registered.id });
    await operator2.api.post(`/v1/operator-keys/${id}/approval`, {});
    await operator.advance({ hours: 1 });
    expect([await statusOf(key), await statusOf(next)]).toEqual([401, 200]);
    expect((await operator.api.send('DELETE', `/v1/operator-keys/${id}`)).status).toBe(200);
  });
});

describe('RH a suspended merchant', () => {
  test('RH reads and writes nothing until it is reinstated by two operators', async () => {
    const { id, key } = await aLiveMerchant();
    const shop = as(key);
    await staff.decide(id, 'suspend', '不審な取引の調査のため。');
    await operator.advance({ hours: 1 });
    expect(await shop.api.get<MerchantResource>('/v1/merchant')).toMatchObject({
      state: 'suspended',
      stateReason: 'suspended_by_platform',
    });
    expect((await shop.buyers()).items.length).toBe(1);
    const answer = await shop.api.tryPost('/v1/buyers', aCompany({ apply: false }));
    expectProblem(answer, 403, 'MerchantSuspended');
    await staff.decide(id, 'reinstate', '調査の結果、問題なし。');
    await operator.advance({ hours: 1 });
    expect((await shop.api.tryPost('/v1/buyers', aCompany({ apply: false }))).status).toBe(201);
    await expectBalancedBooks(operator);
  });
});

describe('RH the contract for a payment method', () => {
  test('RH Amazon Pay asks for six items, and its secrets come out of no answer', async () => {
    const { id } = await staff.approved();
    const secret = 'very-secret-key-0123456789';
    const { sha256 } = aDocument('photo_id');
    const items = { clientId: 'amzn1.app.1', sellerId: 'A1', accessKeyId: 'AKIA1', secretKey: secret };
    const first = await operator.api.tryPost(at(id, '/contracts'), { method: 'amazon_pay', items });
    expect(first.text).not.toContain(secret);
    const early = await operator.api.tryPost(at(id, '/contracts/amazon_pay/transitions'), {
      to: 'examined',
      reason: '確認した。',
    });
    const { errors = [] } = expectProblem(early, 422, 'ContractItemsMissing');
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/items/sellerCentralEmail', '/items/evidenceScreenshot']);
    const rest = { sellerCentralEmail: 'seller@example.co.jp', evidenceScreenshot: sha256 };
    await operator.api.post(at(id, '/contracts'), { method: 'amazon_pay', items: rest });
    await staff.move(operator, id, 'amazon_pay', 'examined');
    const alone = await operator.api.tryPost(at(id, '/contracts/amazon_pay/transitions'), {
      to: 'active',
      reason: '確認した。',
    });
    expectProblem(alone, 403, 'SecondPersonRequired');
    const active = await staff.move(operator2, id, 'amazon_pay', 'active');
    expect(active).toMatchObject({
      state: 'active',
      missingItems: [],
      secretItems: ['secretKey', 'sellerCentralEmail'],
    });
    const whole = await operator.api.send('GET', at(id));
    for (const kept of [secret, 'seller@example.co.jp']) expect(whole.text).not.toContain(kept);
  });

  test('RH once paid has ended nothing new is sold by it, and what was sold is shipped', async () => {
    const { id, key } = await aLiveMerchant();
    const shop = as(key);
    const [buyer] = (await shop.buyers()).items;
    const asked = { buyerId: buyer?.id ?? '', amount: 10_000, reference: 'BEFORE-THE-END' };
    const request = crypto.randomUUID();
    const order = succeeded(await shop.tryPlace(asked, request));
    await staff.move(operator, id, 'paid', 'ending');
    await staff.move(operator2, id, 'paid', 'ended');
    await operator.advance({ hours: 1 });
    const refused = await shop.tryPlace({ ...asked, reference: 'AFTER-THE-END' });
    expect(expectProblem(refused, 403, 'MethodNotContracted').method).toBe('paid');
    expect((await shop.orders()).items.map(({ reference }) => reference)).not.toContain('AFTER-THE-END');
    expect(succeeded(await shop.tryPlace(asked, request)).id).toBe(order.id);
    expect((await shop.confirm(order.id)).state).toBe('confirmed');
    const checkout = `/v1/buyers/${buyer?.id}/payment-methods?amount=10000`;
    expect(await shop.api.get(checkout)).toMatchObject({
      methods: [{ offered: false, reason: 'method_not_contracted' }],
    });
    await expectBalancedBooks(operator);
  });

  test('P1 a login for existing software is given once and rotated with overlap', async () => {
    const { id } = await staff.approved();
    const issued = await operator.api.post<{ login: string; secret: string }>(at(id, '/connections'), {
      system: 'paid',
    });
    expect(issued).toMatchObject({ login: id, secret: expect.stringMatching(/^[0-9a-f]{32}$/) });
    const rotated = await operator.api.post<{ secret: string }>(at(id, '/connections/paid/rotations'), {
      overlapHours: 24,
    });
    expect(rotated.secret).not.toBe(issued.secret);
    const { items } = await operator.api.get<Page<{ state: string }>>(at(id, '/connections'));
    expect(items).toEqual([expect.objectContaining({ system: 'paid', login: id, state: 'active' })]);
    expect(JSON.stringify(items)).not.toContain(rotated.secret);
    expect((await demo.api.send('GET', at(id, '/connections'))).status).toBe(403);
  });
});
