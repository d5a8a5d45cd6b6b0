import { beforeAll, describe, expect, test } from 'vitest';
import { identityOf } from '../../../functions/buyers/company.ts';
import { findApiKey } from '../../../functions/merchants/api-key.store.ts';
import { hashOf } from '../../../functions/merchants/api-key.ts';
import { issueApiKey, revokeApiKey, rotateApiKey } from '../../../functions/merchants/api-keys.ts';
import { findConnection } from '../../../functions/merchants/connection.store.ts';
import { opens } from '../../../functions/merchants/connection.ts';
import { signCertificate } from '../../../functions/merchants/connection-certificate.ts';
import { passConnectionTest } from '../../../functions/merchants/connection-test.ts';
import { issueConnection, revokeConnection, rotateConnection } from '../../../functions/merchants/connections.ts';
import type { MerchantResource } from '../../../functions/merchants/merchant.resource.contract.ts';
import { moveContract, requestContract } from '../../../functions/merchants/method-contracts.ts';
import { proposeAction } from '../../../functions/merchants/proposals.ts';
import { listScreenings } from '../../../functions/merchants/read-merchants.ts';
import { bodyOf } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { by, onboardingWorld } from '../../support/onboarding-world.ts';

let tables: TestTables;
let world: ReturnType<typeof onboardingWorld>;
beforeAll(async () => {
  tables = await testTables();
  world = onboardingWorld(tables);
});

const hour = 60 * 60 * 1000;
const keyOf = (key: string) => findApiKey(tables.transactions, hashOf(key));
const everything = async () => JSON.stringify((await tables.transactions.scan({})).items);

describe('P1 a key', () => {
  test('is kept as a hash, and a repeat of the request is told the same key', async () => {
    const { id } = await world.approved();
    const request = by('one');
    const asked = { environment: 'test', label: '本店' } as const;
    const first = await issueApiKey(world.ports, id, asked, request);
    const again = await issueApiKey(world.ports, id, asked, request);
    expect(again).toMatchObject({ body: first.body, replayed: true });
    const { key } = bodyOf<{ key: string }>(first);
    expect(await keyOf(key)).toMatchObject({ merchantId: id, state: 'active', createdBy: 'one' });
    expect(await everything()).not.toContain(key);
  });

  test('has the rights that were asked for, and no others', async () => {
    const { id } = await world.approved();
    const asked = { environment: 'test', label: '出荷', scopes: ['orders:read' as const] } as const;
    const { key } = bodyOf<{ key: string }>(
      await issueApiKey(world.ports, id, { ...asked, scopes: [...asked.scopes] }, by('one')),
    );
    expect((await keyOf(key))?.scopes).toEqual(['orders:read']);
    expect((await keyOf((await world.issueKey(id)).key))?.scopes).not.toContain('operator');
  });

  test('that is replaced twice does not live longer by it', async () => {
    const { id } = await world.approved();
    const { id: keyId, key } = await world.issueKey(id);
    await rotateApiKey(world.ports, { merchantId: id, keyId }, { overlapHours: 1 }, by('one'));
    await rotateApiKey(world.ports, { merchantId: id, keyId }, { overlapHours: 168 }, by('one'));
    expect((await keyOf(key))?.validUntil).toBe(new Date(world.time.now + hour).toISOString());
  });

  test('that is revoked stays revoked, and is not rotated', async () => {
    const { id } = await world.approved();
    const { id: keyId, key } = await world.issueKey(id);
    await revokeApiKey(world.ports, { merchantId: id, keyId }, { by: 'one' });
    await revokeApiKey(world.ports, { merchantId: id, keyId }, { by: 'two' });
    expect(await keyOf(key)).toMatchObject({ state: 'revoked', revokedBy: 'one' });
    const rotation = rotateApiKey(world.ports, { merchantId: id, keyId }, { overlapHours: 1 }, by('one'));
    await expect(rotation).rejects.toMatchObject({ code: 'ApiKeyNotUsable' });
  });

  test('of another merchant is not found', async () => {
    const [ours, theirs] = [await world.approved(), await world.approved()];
    const { id: keyId } = await world.issueKey(theirs.id);
    const revoking = revokeApiKey(world.ports, { merchantId: ours.id, keyId }, { by: 'one' });
    await expect(revoking).rejects.toMatchObject({ code: 'ApiKeyNotFound' });
  });

  test('is not the twenty-first of a merchant', async () => {
    const { id } = await world.approved();
    for (let count = 0; count < 20; count++) await world.issueKey(id, `${count}`);
    await expect(world.issueKey(id)).rejects.toMatchObject({ code: 'ApiKeyLimitReached' });
  });
});

describe('RH a suspension', () => {
  test('takes the right to write from every key in the same write, and gives it back', async () => {
    const { id } = await aLive();
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
    const { id } = await aLive();
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
    const { id } = await aLive();
    await world.decide(id, 'suspend');
    const item = await tables.transactions.get({ PK: `MERCHANT#${id}`, SK: 'MERCHANT' });
    expect(item).toMatchObject({
      outbox: { type: 'merchant.suspended', resourceId: id, sequence: item?.version },
      actor: { by: 'two', requestId: 'req' },
      stateReason: 'suspended_by_platform',
    });
  });

  test('that is declined changes nothing', async () => {
    const { id } = await aLive();
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

describe('P1 a login for existing software', () => {
  const login = async (merchantId: string) =>
    findConnection(tables.transactions, { system: 'paid', login: merchantId });
  const opensWith = async (merchantId: string, secret: string, at = world.time.now) => {
    const connection = await login(merchantId);
    return connection !== undefined && (await opens(connection, secret, at));
  };
  const secretOf = (told: Parameters<typeof bodyOf>[0]) => bodyOf<{ secret: string }>(told).secret;

  test('opens with both secrets until the overlap ends, and with none once it is revoked', async () => {
    const { id } = await world.approved();
    const path = { merchantId: id, system: 'paid' };
    const first = secretOf(await issueConnection(world.ports, id, { system: 'paid' }, by('one')));
    const second = secretOf(await rotateConnection(world.ports, path, { overlapHours: 2 }, by('one')));
    expect([await opensWith(id, first), await opensWith(id, second)]).toEqual([true, true]);
    const later = world.time.now + 2 * hour;
    expect([await opensWith(id, first, later), await opensWith(id, second, later)]).toEqual([false, true]);
    expect(await opensWith(id, 'f'.repeat(32))).toBe(false);
    await revokeConnection(world.ports, path, { by: 'one' });
    expect([await opensWith(id, first), await opensWith(id, second)]).toEqual([false, false]);
    const third = secretOf(await issueConnection(world.ports, id, { system: 'paid' }, by('one')));
    expect([await opensWith(id, second), await opensWith(id, third)]).toEqual([false, true]);
  });

  test('is one for each system', async () => {
    const { id } = await world.approved();
    await issueConnection(world.ports, id, { system: 'gmo_payment' }, by('one'));
    const second = issueConnection(world.ports, id, { system: 'gmo_payment' }, by('one'));
    await expect(second).rejects.toMatchObject({ code: 'ConnectionExists' });
    await issueConnection(world.ports, id, { system: 'gmo_remittance' }, by('one'));
  });
});

describe('RH the contract for a method', () => {
  const request = (merchantId: string, method: 'paid' | 'amazon_pay' | 'recruit', items: Record<string, string>) =>
    requestContract(world.ports, merchantId, { method, items }, by('one'));
  const move = (merchantId: string, method: string, to: 'examined' | 'active' | 'ended', operator = 'one') =>
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
    await move(id, 'recruit', 'ended');
    expect(bodyOf(await request(id, 'recruit', { recruitMerchantId: 'R-2' }))).toMatchObject({
      state: 'requested',
      activatedBy: null,
    });
  });
});

/** A merchant that has come as far as selling, by a certificate. */
async function aLive() {
  const { id, company } = await world.approved();
  if (!company) throw new Error('it has no company');
  const claims = {
    companyId: identityOf(company).companyId,
    buyerId: 'b',
    orderId: 'o',
    confirmedAt: '',
    passedAt: '',
  };
  const certificate = signCertificate('shared secret', claims);
  await passConnectionTest(world.ports, id, { certificate }, by('one'));
  await expect(
    proposeAction(world.ports, id, { action: 'go_live', reason: '契約済み' }, by('one')),
  ).rejects.toMatchObject({ code: 'NoActiveContract' });
  const items = { settlementBasis: 'receivable_purchase', payeeKind: 'business' };
  await requestContract(world.ports, id, { method: 'paid', items }, by('one'));
  for (const [to, operator] of [
    ['examined', 'one'],
    ['active', 'two'],
  ] as const) {
    await moveContract(world.ports, { merchantId: id, method: 'paid' }, { to, reason: '確認した' }, by(operator));
  }
  return world.decide(id, 'go_live');
}

/** Two at once: one of them may have to be sent again. */
const settled = <Value>(one: Promise<Value>): Promise<Value | undefined> => one.catch(() => undefined);
