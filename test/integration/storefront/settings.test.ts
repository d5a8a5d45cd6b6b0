import { beforeAll, describe, expect, test } from 'vitest';
import { connectionWrites, findConnection } from '../../../functions/merchants/connection.store.ts';
import { newConnection, withNewSecret } from '../../../functions/merchants/connection.ts';
import type { Merchant } from '../../../functions/merchants/merchant.ts';
import { earlierAnswer } from '../../../functions/shared/once.item.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import {
  checkAgain,
  readSettings,
  type SettingsPorts,
  saveSettings,
} from '../../../functions/storefront/save-settings.ts';
import { SaveSettings, type SettingsResource } from '../../../functions/storefront/settings.contract.ts';
import { settingsStore } from '../../../functions/storefront/settings.store.ts';
import { bodyOf, once, requestOf } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';

let time = Date.parse('2026-04-10T03:00:00Z');
const clock = { now: () => time++ };
const vault = openVault(keyService(), clock);
const ours = { merchantId: 'mer_ours', apiAuthCode: '0123456789abcdef0123456789abcdef' };
const theirs = { merchantId: 'mer_theirs', apiAuthCode: 'fedcba9876543210fedcba9876543210' };

describe('B1 the settings of a storefront', () => {
  let tables: TestTables;
  let ports: SettingsPorts;
  const states = new Map<string, Merchant['state']>();

  beforeAll(async () => {
    tables = await testTables();
    const table = tables.transactions;
    ports = {
      clock,
      vault,
      settings: settingsStore(table, clock),
      connections: { find: (login) => findConnection(table, { system: 'paid', login }) },
      merchants: {
        find: async (merchantId) => ({ merchantId, state: states.get(merchantId) ?? 'live' }) as Merchant,
      },
    };
    for (const { merchantId, apiAuthCode } of [ours, theirs]) {
      const connection = await newConnection({ system: 'paid', login: merchantId, merchantId }, apiAuthCode);
      await table.write(...connectionWrites(table.name, connection));
    }
  });

  const save = async (typed: object, request = requestOf('mer_ours')): Promise<SettingsResource> =>
    bodyOf(await saveSettings(ports, SaveSettings.parse({ ...ours, ...typed }), request));
  const again = async (): Promise<SettingsResource> => bodyOf(await checkAgain(ports, requestOf('mer_ours')));

  test('B1 are not overwritten by who has read another version', async () => {
    const merchantId = 'mer_versions';
    const typed = SaveSettings.parse({ ...ours, merchantId });
    const at = (version: number) => saveSettings(ports, typed, { ...requestOf(merchantId), version });
    expect(bodyOf(await at(0))).toMatchObject({ version: 1 });
    await expect(at(0)).rejects.toMatchObject({ code: 'VersionStale', facts: { version: 1 } });
    expect(bodyOf(await at(1))).toMatchObject({ version: 2 });
  });

  test('B1 are careful before anything is saved', async () => {
    expect(bodyOf(await readSettings(ports, 'mer_new'))).toMatchObject({
      merchantId: '',
      apiAuthCode: null,
      memberApproval: 'manual',
      enableForNewMembers: false,
      credential: null,
      connected: false,
      version: 0,
    });
    await expect(checkAgain(ports, requestOf('mer_new'))).rejects.toMatchObject({ code: 'StorefrontSettingsNotFound' });
  });

  test.for([
    [{}, 'ok', '接続を確認しました。', true],
    [{ merchantId: 'mer_nobody' }, 'wrong_id', '加盟店IDが正しくありません。', false],
    [{ apiAuthCode: 'x'.repeat(32) }, 'wrong_code', 'API認証コードが正しくありません。', false],
    [theirs, 'ok', expect.stringContaining('貴店のものではない'), false],
  ] as const)('B1 saving %j runs the live check: %s', async ([typed, result, ja, connected]) => {
    expect(await save(typed)).toMatchObject({ credential: { result, text: { ja } }, connected });
  });

  test('B1 guess at nobody else’s code: ten failed checks an hour, then none until the hour is over', async () => {
    const guess = (nth: number, merchantId = 'mer_guesser') =>
      saveSettings(
        ports,
        SaveSettings.parse({ ...theirs, apiAuthCode: String(nth).padStart(32, '0') }),
        requestOf(merchantId),
      );
    const first = time;
    for (let nth = 0; nth < 5; nth++) await guess(nth);
    for (let nth = 0; nth < 5; nth++) await checkAgain(ports, requestOf('mer_guesser'));
    const seconds = Math.ceil((first + 3_600_000 - time) / 1000);
    await expect(guess(10)).rejects.toMatchObject({ code: 'TooManyFailedChecks', facts: { retryAfter: seconds } });
    const right = saveSettings(ports, SaveSettings.parse(theirs), requestOf('mer_guesser'));
    await expect(right).rejects.toMatchObject({ code: 'TooManyFailedChecks' });
    await expect(checkAgain(ports, requestOf('mer_guesser'))).rejects.toMatchObject({ kind: 'throttled' });
    expect((await guess(11, 'mer_another')).status).toBe(200);
    time += 3_600_000;
    expect((await guess(12)).status).toBe(200);
  });

  test('B1 tell a suspended merchant so, and only to who has its code', async () => {
    states.set('mer_ours', 'suspended');
    expect(await save({})).toMatchObject({ credential: { result: 'suspended' }, connected: false });
    expect(await save({ apiAuthCode: 'x'.repeat(32) })).toMatchObject({ credential: { result: 'wrong_code' } });
    states.delete('mer_ours');
  });

  test('B1 are checked again without the code being sent again, also after it was rotated', async () => {
    await save({});
    const table = tables.transactions;
    const connection = await findConnection(table, { system: 'paid', login: 'mer_ours' });
    if (!connection) throw new Error('there is no connection');
    const until = new Date(clock.now() + 60_000).toISOString();
    const rotated = await withNewSecret(connection, 'abcdef0123456789abcdef0123456789', until);
    await table.write(...connectionWrites(table.name, rotated));
    expect(await again()).toMatchObject({ credential: { result: 'ok' }, connected: true });
    time += 120_000; // the overlap is over
    expect(await again()).toMatchObject({ credential: { result: 'wrong_code' }, connected: false });
    await table.write(...connectionWrites(table.name, { ...connection, version: rotated.version + 1 }));
  });

  test('B1 keep the code sealed, show its end only, and save it once', async () => {
    const request = requestOf('mer_ours', once());
    const saved = await save({ showLinkBanner: true }, request);
    expect(saved).toMatchObject({ apiAuthCode: '••••cdef', showLinkBanner: true });
    expect(bodyOf(await readSettings(ports, 'mer_ours'))).toEqual(saved);
    expect(await save({ showLinkBanner: true }, request)).toEqual(saved);
    const { items } = await tables.transactions.scan({});
    const answerKept = await earlierAnswer(tables.transactions, 'MERCHANT#mer_ours', request.once);
    expect(JSON.stringify([items, answerKept])).not.toContain(ours.apiAuthCode);
  });

  test('B1 keep the saved code when none is typed, and ask for it the first time', async () => {
    await save({});
    const { merchantId } = ours;
    const kept = await saveSettings(ports, SaveSettings.parse({ merchantId }), requestOf('mer_ours'));
    expect(bodyOf(kept)).toMatchObject({ credential: { result: 'ok' } });
    const first = saveSettings(ports, SaveSettings.parse({ merchantId }), requestOf('mer_fresh'));
    await expect(first).rejects.toMatchObject({ code: 'MalformedRequest', errors: [{ pointer: '/apiAuthCode' }] });
  });
});
