import { beforeAll, describe, expect, test } from 'vitest';
import { identityOf } from '../../../functions/buyers/company.ts';
import { findApiKey } from '../../../functions/merchants/api-key.store.ts';
import { hashOf } from '../../../functions/merchants/api-key.ts';
import { rotateApiKey } from '../../../functions/merchants/api-keys.ts';
import { changeApplication } from '../../../functions/merchants/apply.ts';
import { signCertificate } from '../../../functions/merchants/connection-certificate.ts';
import { passConnectionTest } from '../../../functions/merchants/connection-test.ts';
import type { MerchantResource } from '../../../functions/merchants/merchant.resource.contract.ts';
import { shown } from '../../../functions/merchants/merchant-ports.ts';
import type { MoveContract } from '../../../functions/merchants/method-contract.contract.ts';
import { moveContract, requestContract } from '../../../functions/merchants/method-contracts.ts';
import { listScreenings } from '../../../functions/merchants/read-merchants.ts';
import { screenMerchant } from '../../../functions/merchants/screen-merchant.ts';
import { bodyOf } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { by, onboardingWorld } from '../../support/onboarding-world.ts';

let tables: TestTables;
let world: ReturnType<typeof onboardingWorld>;
beforeAll(async () => {
  tables = await testTables();
  world = onboardingWorld(tables);
});

const keyOf = (key: string) => findApiKey(tables.transactions, hashOf(key));
const everything = async () => JSON.stringify((await tables.transactions.scan({})).items);

describe('RH a suspension', () => {
  test('takes the right to write from every key in the same write, and gives it back', async () => {
    const { id } = await world.live();
    const keys = await Promise.all([world.issueKey(id, '1'), world.issueKey(id, '2')].map(settled));
    const { key } = keys.find((one) => one !== undefined) ?? { key: '' };
    await world.decide(id, 'suspend');
    expect(await keyOf(key)).toMatchObject({ isRestricted: true, state: 'active' });
    const rotation = await rotateApiKey(
      world.ports,
      { merchantId: id, keyId: (await keyOf(key))?.keyId ?? '' },
      { overlapHours: 0 },
      by('one'),
    );
    expect(await keyOf(bodyOf<{ key: string }>(rotation).key)).toMatchObject({ isRestricted: true });
    await world.decide(id, 'reinstate');
    expect(await keyOf(bodyOf<{ key: string }>(rotation).key)).toMatchObject({ isRestricted: false });
  });

  test('is not passed by a key that is issued at the same moment', async () => {
    const { id } = await world.live();
    const proposalId = await world.propose(id, 'suspend');
    const [decided, issued] = await Promise.allSettled([world.settle(id, proposalId), world.issueKey(id)]);
    expect([decided.status, issued.status]).toContain('fulfilled');
    if (decided.status === 'rejected') {
      expect(decided.reason).toMatchObject({ code: 'TooBusy' });
      await world.settle(id, proposalId);
    }
    const usable = await world.ports.keys.usable(id);
    expect(usable.filter((key) => !key.isRestricted)).toEqual([]);
  });

  test('is told in the merchant’s own events, without what operators wrote', async () => {
    const { id } = await world.live();
    await world.decide(id, 'suspend');
    const item = await tables.transactions.get({ PK: `MERCHANT#${id}`, SK: 'MERCHANT' });
    expect(item).toMatchObject({
      outbox: { type: 'merchant.suspended', resourceId: id, sequence: item?.version },
      actor: { by: 'two', requestId: 'req' },
      stateReason: 'suspended_by_platform',
    });
  });

  test('that is declined changes nothing', async () => {
    const { id } = await world.live();
    const declined = await world.decide(id, 'suspend', 'decline');
    expect([declined.state, declined.proposals.at(-1)?.state]).toEqual(['live', 'declined']);
  });
});

describe('RH the people of a merchant', () => {
  test('are in no item in clear: not in its own, not in its matches, not in a proof', async () => {
    const { id, representative } = await world.approved();
    const everybody = await everything();
    expect(representative?.familyName).toBe('田中');
    for (const name of ['田中', 'タナカ', '髙橋', '美咲']) expect(everybody).not.toContain(name);
    const shown = await listScreenings(world.ports, id);
    const [screening] = bodyOf<{ items: { subjects: { name: string }[] }[] }>(shown).items;
    expect(screening?.subjects[0]?.name).toContain(representative?.familyName);
  });
});

describe('RH a new person in charge', () => {
  test('is looked for in the lists before the merchant is let to sell', async () => {
    const { id } = await world.live();
    await world.decide(id, 'suspend');
    const { version, personInCharge } = await shown(world.ports, await world.ports.merchants.get(id));
    if (!personInCharge) throw new Error('nobody is in charge');
    const change = { personInCharge: { ...personInCharge, familyName: '空蝉', givenName: '龍蔵' } };
    const changed = await changeApplication(world.ports, id, change, { actor: { by: 'one' }, version });
    expect(bodyOf<MerchantResource>(changed).nextActions).toEqual(['start_screening']);
    await expect(world.propose(id, 'reinstate')).rejects.toMatchObject({ code: 'ExaminationIncomplete' });
    await screenMerchant(world.ports, id, by('one'));
    await expect(world.propose(id, 'reinstate')).rejects.toMatchObject({ code: 'ListHitUnexplained' });
  });

  test('is all that may change once the application is submitted, beside addresses and language', async () => {
    const { id, version } = await world.approved();
    const change = { name: '別の店', locale: 'en' as const };
    const changing = changeApplication(world.ports, id, change, { actor: { by: 'one' }, version });
    await expect(changing).rejects.toMatchObject({ code: 'MerchantStateConflict' });
    const stale = changeApplication(world.ports, id, { locale: 'en' }, { actor: { by: 'one' }, version: version - 1 });
    await expect(stale).rejects.toMatchObject({ code: 'VersionStale' });
    await changeApplication(world.ports, id, { locale: 'en' }, { actor: { by: 'one' }, version });
    expect(await world.ports.merchants.get(id)).toMatchObject({ locale: 'en', version: version + 1 });
  });
});

describe('P1 production believes the sandbox', () => {
  const claims = { buyerId: 'buy_1', orderId: 'ord_1', confirmedAt: 'x', passedAt: 'y' };

  test('a certificate for the same company brings the merchant as far as its own calls would', async () => {
    const { id, company } = await world.approved();
    if (!company) throw new Error('it has no company');
    const certificate = signCertificate('shared secret', { ...claims, companyId: identityOf(company).companyId });
    const told = await passConnectionTest(world.ports, id, { certificate }, by('one'));
    const { state, stateHistory } = bodyOf<MerchantResource>(told);
    expect([state, stateHistory.slice(-2).map((one) => one.state)]).toEqual([
      'connection_test',
      ['sandbox_issued', 'connection_test'],
    ]);
  });

  test.for([
    ['another company', () => signCertificate('shared secret', { ...claims, companyId: 'com_other' })],
    ['another secret', () => signCertificate('mine', { ...claims, companyId: 'com_other' })],
  ] as const)('a certificate with %s counts for nothing', async ([, certificate]) => {
    const { id } = await world.approved();
    const passing = passConnectionTest(world.ports, id, { certificate: certificate() }, by('one'));
    await expect(passing).rejects.toMatchObject({ code: 'ConnectionCertificateInvalid' });
  });
});

describe('RH the contract for a method', () => {
  const request = (merchantId: string, method: 'paid' | 'amazon_pay' | 'recruit', items: Record<string, string>) =>
    requestContract(world.ports, merchantId, { method, items }, by('one'));
  const move = (merchantId: string, method: string, to: MoveContract['to'], operator = 'one') =>
    moveContract(world.ports, { merchantId, method }, { to, reason: '確認した' }, by(operator));

  test('keeps its secrets in the secret store, all of them in one version, and none in the table', async () => {
    const { id } = await world.approved();
    await request(id, 'amazon_pay', { secretKey: 'hidden-key', clientId: 'client' });
    await request(id, 'amazon_pay', { sellerCentralEmail: 'seller@example.jp' });
    const { contracts } = await world.ports.merchants.get(id);
    const secret = contracts[0]?.secret;
    expect(secret && (await world.ports.secrets.read(secret))).toEqual({
      secretKey: 'hidden-key',
      sellerCentralEmail: 'seller@example.jp',
    });
    expect(await everything()).not.toContain('hidden-key');
    expect(contracts[0]?.items).toEqual({ clientId: 'client' });
  });

  test('names every item that it does not know or cannot read', async () => {
    const { id } = await world.approved();
    const wrong = request(id, 'amazon_pay', { password: 'x', evidenceScreenshot: 'no hash', sellerCentralEmail: 'x' });
    await expect(wrong).rejects.toMatchObject({
      code: 'MalformedRequest',
      errors: [
        { pointer: '/items/password' },
        { pointer: '/items/evidenceScreenshot' },
        { pointer: '/items/sellerCentralEmail' },
      ],
    });
  });

  test('lets us collect under a mandate for a business only', async () => {
    const { id } = await world.approved();
    await request(id, 'paid', { settlementBasis: 'collection_agency', payeeKind: 'individual' });
    await expect(move(id, 'paid', 'examined')).rejects.toMatchObject({ code: 'SettlementBasisForbidden' });
    await request(id, 'paid', { settlementBasis: 'receivable_purchase' });
    await move(id, 'paid', 'examined');
  });

  test('is changed by nobody while it is active, and may be requested again when it has ended', async () => {
    const { id } = await world.approved();
    await request(id, 'recruit', { recruitMerchantId: 'R-1' });
    await move(id, 'recruit', 'examined');
    await expect(move(id, 'recruit', 'active')).rejects.toMatchObject({ code: 'SecondPersonRequired' });
    await move(id, 'recruit', 'active', 'two');
    await expect(request(id, 'recruit', { recruitMerchantId: 'R-2' })).rejects.toMatchObject({
      code: 'MethodContractStateConflict',
    });
    await expect(move(id, 'recruit', 'ended', 'two')).rejects.toMatchObject({ code: 'MethodContractStateConflict' });
    await move(id, 'recruit', 'ending');
    await expect(move(id, 'recruit', 'ended')).rejects.toMatchObject({ code: 'SecondPersonRequired' });
    await move(id, 'recruit', 'ended', 'two');
    expect(bodyOf(await request(id, 'recruit', { recruitMerchantId: 'R-2' }))).toMatchObject({
      state: 'requested',
      activatedBy: null,
      history: [
        { to: 'examined', by: 'one', reason: '確認した' },
        { to: 'active', by: 'two' },
        { to: 'ending', by: 'one' },
        { to: 'ended', by: 'two' },
      ],
    });
  });

  test('is in the merchant’s keys from its activation to its end, in the same write', async () => {
    const { id } = await world.live();
    const { key } = await world.issueKey(id);
    const methods = async () => (await keyOf(key))?.methods;
    expect(await methods()).toEqual(['paid']);
    await request(id, 'recruit', { recruitMerchantId: 'R-1' });
    await move(id, 'recruit', 'examined');
    expect(await methods()).toEqual(['paid']);
    await move(id, 'recruit', 'active', 'two');
    expect(await methods()).toEqual(['paid', 'recruit']);
    await move(id, 'paid', 'ending');
    expect(await methods()).toEqual(['paid', 'recruit']);
    await move(id, 'paid', 'active');
    await move(id, 'paid', 'ending', 'two');
    await move(id, 'paid', 'ended');
    expect(await methods()).toEqual(['recruit']);
    expect(await keyOf((await world.issueKey(id, '支店')).key)).toMatchObject({ methods: ['recruit'] });
  });

  test('is what a key of the sandbox lets in by, once its merchant is live', async () => {
    const { id } = await world.approved();
    const { key } = await world.issueKey(id);
    expect((await keyOf(key))?.methods).toEqual(['paid', 'remittance', 'amazon_pay', 'recruit']);
    await world.goLive(id);
    expect((await keyOf(key))?.methods).toEqual(['paid']);
  });

  test('does not end for a key that is issued at the same moment', async () => {
    const { id } = await world.live();
    await move(id, 'paid', 'ending');
    const [ended, issued] = await Promise.allSettled([move(id, 'paid', 'ended', 'two'), world.issueKey(id)]);
    expect([ended.status, issued.status]).toContain('fulfilled');
    if (ended.status === 'rejected') await move(id, 'paid', 'ended', 'two');
    const usable = await world.ports.keys.usable(id);
    expect(usable.filter(({ methods }) => methods.includes('paid'))).toEqual([]);
  });
});

/** Two at once: one of them may have to be sent again. */
const settled = <Value>(one: Promise<Value>): Promise<Value | undefined> => one.catch(() => undefined);
