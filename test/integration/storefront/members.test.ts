import { beforeAll, describe, expect, test } from 'vitest';
import type { BuyerRequest } from '../../../functions/buyers/apply-for-credit.ts';
import { buyerStore } from '../../../functions/buyers/buyer.store.ts';
import { creditStore } from '../../../functions/buyers/credit.store.ts';
import { newCreditAccount } from '../../../functions/buyers/credit-account.ts';
import { newConnection } from '../../../functions/merchants/connection.ts';
import { yen } from '../../../functions/shared/money.ts';
import { sealedOnce } from '../../../functions/shared/sealed-once.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { applyForMember, requestLink } from '../../../functions/storefront/apply-for-member.ts';
import { changeMemberStatus } from '../../../functions/storefront/change-member-status.ts';
import { createMember } from '../../../functions/storefront/create-member.ts';
import { listMembers } from '../../../functions/storefront/list-members.ts';
import type { MemberPorts } from '../../../functions/storefront/member-ports.ts';
import { memberStatusStore } from '../../../functions/storefront/member-status.store.ts';
import {
  ChangeMemberStatus,
  CreateMember,
  type MemberResource,
  type RefreshResource,
} from '../../../functions/storefront/members.contract.ts';
import { refreshMember, refreshMembers } from '../../../functions/storefront/refresh-members.ts';
import { type SettingsPorts, saveSettings } from '../../../functions/storefront/save-settings.ts';
import { SaveSettings } from '../../../functions/storefront/settings.contract.ts';
import { settingsStore } from '../../../functions/storefront/settings.store.ts';
import { rulesOf } from '../../../functions/storefront/settings.ts';
import { bodyOf, once, registration, requestOf } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';

let time = Date.parse('2026-04-10T03:00:00Z');
const clock = { now: () => time++ };
const vault = openVault(keyService(), clock);
const code = '00000000000000000000000000000abc';

describe('members of a shop', () => {
  let tables: TestTables;
  let ports: MemberPorts & SettingsPorts;
  let shops = 0;
  let registered = 0;

  beforeAll(async () => {
    tables = await testTables();
    const table = tables.transactions;
    const settings = settingsStore(table, clock);
    ports = {
      clock,
      vault,
      buyers: buyerStore(table, clock, vault),
      credit: creditStore(table),
      settings,
      shop: { rules: async (merchantId) => rulesOf(await settings.get(merchantId)) },
      statuses: memberStatusStore(table, sealedOnce(table, clock, vault)),
      connections: { find: async (login) => newConnection({ system: 'paid', login, merchantId: login }, code) },
      merchants: { find: async (merchantId) => ({ merchantId, state: 'live' }) as never },
    };
  });

  const connect = (merchantId: string, settings: object = {}) =>
    saveSettings(ports, SaveSettings.parse({ merchantId, apiAuthCode: code, ...settings }), requestOf(merchantId));

  /** A shop of its own under a pattern of settings. */
  async function aShop(settings: object = {}): Promise<string> {
    const merchantId = `mer_shop${shops++}`;
    await connect(merchantId, settings);
    return merchantId;
  }

  function form(changes: object = {}): CreateMember {
    registered += 1;
    const contact = { ...registration().contact, email: `member-${registered}@minato.example.jp` };
    return CreateMember.parse({
      ...registration({ reference: `M-${registered}`, contact }, { name: `株式会社会員${registered}` }),
      door: 'registration',
      ...changes,
    });
  }

  const create = async (merchantId: string, changes: object = {}): Promise<MemberResource> =>
    bodyOf(await createMember(ports, form(changes), requestOf(merchantId)));
  const change = async (merchantId: string, buyerId: string, changes: object, request?: BuyerRequest) =>
    bodyOf<MemberResource>(
      await changeMemberStatus(
        ports,
        { buyerId, ...ChangeMemberStatus.parse(changes) },
        request ?? requestOf(merchantId),
      ),
    );
  const apply = (merchantId: string, buyerId: string, of = once()) =>
    applyForMember(ports, buyerId, requestOf(merchantId, of));
  const list = async (merchantId: string, asked: object = {}) =>
    bodyOf<{ items: MemberResource[]; nextCursor: string | null }>(
      await listMembers(ports, { merchantId, lang: 'ja', limit: 100, ...asked }),
    );
  const shown = async (merchantId: string, buyerId: string) =>
    (await list(merchantId)).items.find(({ id }) => id === buyerId);

  /** Through a door; the member of the doors for known ones is there before, without the method. */
  async function enter(merchantId: string, door: string): Promise<MemberResource> {
    if (door === 'registration') return await create(merchantId, { tickedPaid: true });
    if (door === 'staff_creation') return await create(merchantId, { door: 'staff' });
    const { id } = await create(merchantId, { door: 'staff', status: 'none', paymentMethods: ['銀行振込'] });
    if (door === 'my_page') return await change(merchantId, id, { door: 'my_page' });
    return await change(merchantId, id, { door: 'staff', paymentMethods: ['銀行振込', 'paid'] });
  }

  const cases = ['registration', 'staff_creation', 'my_page', 'staff_change'].flatMap((door) =>
    ['automatic', 'manual'].flatMap((memberApproval) =>
      [true, false].map((enableForNewMembers) => ({ door, memberApproval, enableForNewMembers })),
    ),
  );

  test.for(cases)(
    'P3, P4 through $door with $memberApproval approval, enabled for new members: $enableForNewMembers, everybody ends at 申請済',
    async ({ door, ...settings }) => {
      const merchantId = await aShop(settings);
      const entered = await enter(merchantId, door);
      const isBuyersDoor = door === 'registration' || door === 'my_page';
      const isAutomatic = isBuyersDoor && settings.memberApproval === 'automatic';
      expect(entered.paidApplication).toMatchObject(
        isAutomatic
          ? { code: 'under_review', text: '申請済(審査中)', link: null }
          : { code: 'awaiting_application', text: '申請待ち', link: { text: '申請する', method: 'POST' } },
      );
      expect(entered).toMatchObject({ door, paymentMethods: expect.arrayContaining(['paid']) });
      if (!isAutomatic) {
        const applied = bodyOf<MemberResource>(await apply(merchantId, entered.id));
        expect(applied.paidApplication.code).toBe('under_review');
      }
      expect((await shown(merchantId, entered.id))?.paidApplication.text).toBe('申請済(審査中)');
    },
  );

  test('P4 a form that says nothing of the box gives a new member the method where it is enabled for new members', async () => {
    const on = await aShop({ enableForNewMembers: true });
    expect((await create(on)).paidApplication.text).toBe('申請待ち');
    expect((await create(on, { tickedPaid: false })).paidApplication.text).toBe('');
    const off = await aShop({ enableForNewMembers: false });
    expect(await create(off)).toMatchObject({ paymentMethods: [], paidApplication: { code: 'not_applied', text: '' } });
  });

  test('P5 申請する on a member without the method cancels the application: the status is blank and nothing is sent', async () => {
    const merchantId = await aShop();
    const { id } = await create(merchantId, { door: 'staff', paymentMethods: ['銀行振込'] });
    const answer = await apply(merchantId, id);
    expect(answer.status).toBe(200);
    expect(bodyOf(answer)).toMatchObject({
      paidApplication: { code: 'not_applied', text: '', link: null },
      notice: { code: 'application_cancelled', ja: expect.stringContaining('申請を取り消しました') },
    });
    const items = (await tables.transactions.scan({})).items;
    expect(items.filter((item) => String(item.PK).startsWith('EXAMINATION#') && item.buyerId === id)).toEqual([]);
    const buyer = items.find((item) => item.SK === `BUYER#${id}`);
    expect(buyer).toMatchObject({ outbox: 'buyer_application.cancelled', actor: { by: 'key_test' } });
  });

  const taken = { ...registration().contact, email: 'taken@minato.example.jp' };

  test('P6 a known address is refused on 申請する: the status stays 申請待ち and the list says what to do', async () => {
    const merchantId = await aShop();
    await create(await aShop({ memberApproval: 'automatic' }), { tickedPaid: true, contact: taken });
    const { id } = await create(merchantId, { door: 'staff', contact: { ...taken, email: 'Taken@Minato.example.jp' } });
    for (let clicks = 0; clicks < 2; clicks++) {
      await expect(apply(merchantId, id)).rejects.toMatchObject({ code: 'BuyerEmailAlreadyRegistered' });
    }
    expect(await shown(merchantId, id)).toMatchObject({
      version: 2,
      paidApplication: {
        text: '申請待ち',
        link: { text: '申請する' },
        error: {
          text: '該当するメールアドレスはすでに登録済みです',
          nextStep: 'support_desk',
          nextStepText: expect.stringContaining('サポートデスク'),
        },
      },
    });
    const { items } = await list(merchantId, { lang: 'en' });
    expect(items[0]?.paidApplication).toMatchObject({
      text: 'Awaiting application',
      error: { nextStep: 'support_desk' },
    });
  });

  test('P6 a known address at an automatic door leaves the new member 申請待ち with the error', async () => {
    const shop = await aShop({ memberApproval: 'automatic' });
    await create(shop, { tickedPaid: true, contact: { ...taken, email: 'auto@minato.example.jp' } });
    const contact = { ...taken, email: 'auto@minato.example.jp' };
    const refused = await create(shop, { tickedPaid: true, contact });
    expect(refused).toMatchObject({
      version: 1,
      paidApplication: { text: '申請待ち', error: { code: 'BuyerEmailAlreadyRegistered' } },
    });
  });

  test('P9 the list shows what was last seen; the refresh shows the live status and when it was looked up', async () => {
    const merchantId = await aShop();
    const { id: buyerId } = await create(merchantId, { door: 'staff' });
    const key = { PK: `MERCHANT#${merchantId}`, SK: `BUYER#${buyerId}` };
    const table = tables.transactions.name;
    const facility = { limit: yen(500_000), startsOn: '2026-04-01', endsOn: '2027-03-31' };
    const item = await tables.transactions.get(key);
    const active = { state: 'active', reason: null, at: new Date(clock.now()).toISOString() };
    await tables.transactions.write(
      { table, put: { ...item, ...key, state: 'active', stateHistory: [active], version: 2 } },
      { table, put: { ...newCreditAccount({ merchantId, buyerId }, facility), available: 0 } },
    );
    expect((await shown(merchantId, buyerId))?.paidApplication.text).toBe('利用可能-取引中'); // pushed
    const request = requestOf(merchantId);
    const refreshed = bodyOf<MemberResource>(await refreshMember(ports, buyerId, request));
    expect(refreshed.paidApplication).toMatchObject({ text: '利用可能-取引不可', reason: 'credit_insufficient' });
    expect(await shown(merchantId, buyerId)).toMatchObject({
      version: 2,
      lastCheckedAt: refreshed.lastCheckedAt,
      paidApplication: { text: '利用可能-取引不可' },
    });
    expect(await refreshMember(ports, buyerId, request)).toMatchObject({ replayed: true });
  });

  test('B2 the list is filtered by what it shows, page by page', async () => {
    const merchantId = await aShop();
    const waiting: string[] = [];
    for (let n = 0; n < 7; n++) {
      const { id } = await create(merchantId, { door: 'staff', status: n % 3 === 0 ? 'awaiting_application' : 'none' });
      if (n % 3 === 0) waiting.unshift(id);
    }
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(merchantId, { status: 'awaiting_application', limit: 2, cursor });
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(waiting);
  });

  test('B4 all members are refreshed page by page, counted, and the settings say when', async () => {
    const merchantId = await aShop();
    for (let n = 0; n < 5; n++)
      await create(merchantId, { door: 'staff', status: n < 2 ? 'none' : 'awaiting_application' });
    const counts: Record<string, number> = {};
    let cursor: string | undefined;
    let requests = 0;
    do {
      const answer = await refreshMembers(ports, { limit: 2, cursor }, requestOf(merchantId));
      const page = bodyOf<RefreshResource>(answer);
      for (const [state, count] of Object.entries(page.counts)) counts[state] = (counts[state] ?? 0) + count;
      cursor = page.nextCursor ?? undefined;
      requests += 1;
      const seen = await ports.settings.membersCheckedAt(merchantId);
      expect(seen === null).toBe(page.nextCursor !== null);
    } while (cursor !== undefined);
    expect([requests, counts]).toEqual([3, { not_applied: 2, awaiting_application: 3 }]);
  });

  test('P7 the banner is asked for only where the shop shows it, and needs no approval of the staff', async () => {
    const hidden = await aShop();
    const { id: hiddenId } = await create(hidden, { door: 'staff', status: 'none' });
    await expect(requestLink(ports, hiddenId, requestOf(hidden))).rejects.toMatchObject({ code: 'LinkBannerHidden' });
    const merchantId = await aShop({ showLinkBanner: true });
    const { id } = await create(merchantId, { door: 'staff', status: 'none', paymentMethods: [] });
    const linked = bodyOf<MemberResource>(await requestLink(ports, id, requestOf(merchantId)));
    expect(linked).toMatchObject({ paymentMethods: ['paid'], paidApplication: { code: 'under_review' } });
  });

  test('a shop that is not connected has members, and none of them applies', async () => {
    const merchantId = `mer_shop${shops++}`;
    const { id } = await create(merchantId);
    const refused = { code: 'StorefrontNotConnected' };
    await expect(create(merchantId, { tickedPaid: true })).rejects.toMatchObject(refused);
    await expect(change(merchantId, id, { door: 'my_page' })).rejects.toMatchObject(refused);
  });

  test('a door that is gone through twice with one key is gone through once', async () => {
    const merchantId = await aShop({ memberApproval: 'automatic' });
    const { id } = await create(merchantId, { door: 'staff', status: 'none' });
    const request = requestOf(merchantId);
    const first = await change(merchantId, id, { door: 'my_page' }, request);
    expect(await change(merchantId, id, { door: 'my_page' }, request)).toEqual(first);
    await expect(change(merchantId, id, { door: 'my_page' })).rejects.toMatchObject({ code: 'BuyerStateConflict' });
  });

  test('of another shop are not there', async () => {
    const merchantId = await aShop();
    const { id } = await create(merchantId, { door: 'staff' });
    const stranger = await aShop();
    for (const attempt of [
      () => apply(stranger, id),
      () => change(stranger, id, {}),
      () => refreshMember(ports, id, requestOf(stranger)),
      () => requestLink(ports, id, requestOf(stranger)),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'BuyerNotFound' });
    }
    expect((await list(stranger)).items).toEqual([]);
  });
});
