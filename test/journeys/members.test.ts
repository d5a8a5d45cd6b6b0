import { beforeAll, describe, expect, test } from 'vitest';
import type { EventResource } from '../../functions/events/event.contract.ts';
import type { MemberResource, RefreshResource } from '../../functions/storefront/members.contract.ts';
import type { SettingsResource } from '../../functions/storefront/settings.contract.ts';
import { expectProblem } from '../support/api.ts';
import { type About, aCompany } from '../support/companies.ts';
import { journey } from '../support/journey.ts';
import { connected } from '../support/requests/storefront.ts';
import { anActiveBuyer, type Page } from '../support/sessions.ts';

const { demo, other, operator } = await journey();

const settings = '/v1/storefront/settings';
const members = '/v1/storefront/members';
const save = (changes: object = {}) => demo.api.post<SettingsResource>(settings, { ...connected, ...changes });

function form(changes: object = {}, about: About = {}) {
  const { apply: _, ...company } = aCompany(about);
  return { ...company, door: 'staff', ...changes };
}
const create = (changes: object = {}, about: About = {}) =>
  demo.api.post<MemberResource>(members, form(changes, about));
const change = (id: string, body: object) => demo.api.post<MemberResource>(`${members}/${id}/status-changes`, body);
const tryApply = (id: string) => demo.api.tryPost<MemberResource>(`${members}/${id}/applications`, {});
const list = (query = '') => demo.api.get<Page<MemberResource>>(`${members}?limit=100${query}`);
const shown = async (id: string, query = '') => (await list(query)).items.find((member) => member.id === id);
const eventsOf = async (resourceId: string) =>
  (await demo.api.get<Page<EventResource>>(`/v1/events?resourceId=${resourceId}`)).items;

describe('the settings screen', () => {
  test.for([
    [{}, 'ok', '接続を確認しました。'],
    [{ merchantId: 'mer_nobody' }, 'wrong_id', '加盟店IDが正しくありません。'],
    [{ apiAuthCode: '1'.repeat(32) }, 'wrong_code', 'API認証コードが正しくありません。'],
  ] as const)('B1 saving %j runs the live check and shows %s', async ([typed, result, ja]) => {
    const saved = await save(typed);
    expect(saved).toMatchObject({ credential: { result, text: { ja } }, connected: result === 'ok' });
    expect(JSON.stringify(saved)).not.toContain(connected.apiAuthCode);
    expect(await demo.api.get<SettingsResource>(settings)).toEqual(saved);
  });

  test('B1 a shop that is not connected cannot let anybody apply, and the check can be repeated', async () => {
    const refused = await demo.api.tryPost(members, form({ door: 'registration', tickedPaid: true }));
    expectProblem(refused, 409, 'StorefrontNotConnected');
    await save();
    const again = await demo.api.post<SettingsResource>(`${settings}/credential-checks`, {});
    expect(again).toMatchObject({ connected: true, credential: { result: 'ok' } });
  });
});

describe('four doors and four patterns of settings', () => {
  /** Through a door, to a member that has the method. */
  const doors: Readonly<Record<string, () => Promise<MemberResource>>> = {
    registration: () => create({ door: 'registration', tickedPaid: true }),
    staff_creation: () => create({ paymentMethods: ['paid'] }),
    my_page: async () => change((await create({ status: 'none' })).id, { door: 'my_page' }),
    staff_change: async () => change((await create({ status: 'none' })).id, { paymentMethods: ['paid'] }),
  };
  const cases = Object.keys(doors).flatMap((door) =>
    ['automatic', 'manual'].flatMap((memberApproval) =>
      [true, false].map((enableForNewMembers) => ({ door, memberApproval, enableForNewMembers })),
    ),
  );

  test.for(cases)(
    'P3, P4 door $door, approval $memberApproval, enabled for new members $enableForNewMembers: ends at 申請済',
    async ({ door, ...pattern }) => {
      await save(pattern);
      const entered = await doors[door]?.();
      const isAutomatic = ['registration', 'my_page'].includes(door) && pattern.memberApproval === 'automatic';
      expect(entered).toMatchObject({ door, paidApplication: { text: isAutomatic ? '申請済(審査中)' : '申請待ち' } });
      const id = entered?.id ?? '';
      if (!isAutomatic) {
        const { link } = entered?.paidApplication ?? {};
        expect(link).toMatchObject({ text: '申請する' });
        const applied = await demo.api.post<MemberResource>(link?.path ?? '', {});
        expect(applied.paidApplication.text).toBe('申請済(審査中)');
      }
      await demo.buyerUntil(id, 'active');
      expect((await shown(id))?.paidApplication.text).toBe('利用可能-取引中');
    },
  );
});

describe('the member list', () => {
  beforeAll(() => save());

  test('P5 申請する without the method: the status is blank and no examination is opened', async () => {
    const { id } = await create({ paymentMethods: ['銀行振込'] });
    const cancelled = await tryApply(id);
    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({ paidApplication: { code: 'not_applied', text: '' } });
    expect(cancelled.body.notice).toMatchObject({ code: 'application_cancelled' });
    const { items } = await operator.api.get<Page<{ buyerId: string }>>('/v1/examinations?state=in_progress&limit=100');
    expect(items.filter(({ buyerId }) => buyerId === id)).toEqual([]);
    expectProblem(await tryApply(id), 409, 'BuyerStateConflict');
  });

  test('P6 a known address: 申請待ち stays, with the error and the support desk beside it', async () => {
    const email = `p6-${Date.now()}@example.co.jp`;
    await demo.register(aCompany({ email }));
    const { id } = await create({}, { email });
    expectProblem(await tryApply(id), 409, 'BuyerEmailAlreadyRegistered');
    const { paidApplication } = (await shown(id)) ?? {};
    expect(paidApplication).toMatchObject({
      text: '申請待ち',
      error: { text: '該当するメールアドレスはすでに登録済みです', nextStep: 'support_desk' },
    });
    expect((await shown(id, '&lang=en'))?.paidApplication).toMatchObject({ text: 'Awaiting application' });
  });

  test('P8, B2 shows each status in the words of the list, with the link only while 申請待ち', async () => {
    const blank = await create({ status: 'none' });
    const waiting = await create();
    const review = await create({ paymentMethods: ['paid'] }, { name: '株式会社サンドボックス要審査' });
    await tryApply(review.id);
    const rejected = await create({}, { name: '株式会社サンドボックス否決' });
    await tryApply(rejected.id);
    await demo.buyerUntil(rejected.id, 'rejected');
    const active = await anActiveBuyer(demo, aCompany());
    const rows = await Promise.all([blank, waiting, review, rejected, active].map(({ id }) => shown(id)));
    expect(rows.map((row) => [row?.paidApplication.text, row?.paidApplication.link?.text])).toEqual([
      ['', undefined],
      ['申請待ち', '申請する'],
      ['申請済(審査中)', undefined],
      ['利用不可', undefined],
      ['利用可能-取引中', undefined],
    ]);
    const { items } = await list('&status=rejected');
    expect(items.map(({ id }) => id)).toContain(rejected.id);
    expect(new Set(items.map(({ paidApplication }) => paidApplication.text))).toEqual(new Set(['利用不可']));
  });

  test('B2 shows one member as it is in the list, in both languages, and to no other shop', async () => {
    const { id } = await create({ paymentMethods: ['paid'] });
    expect(await demo.api.get<MemberResource>(`${members}/${id}`)).toEqual(await shown(id));
    const english = await demo.api.get<MemberResource>(`${members}/${id}?lang=en`);
    expect(english.paidApplication.text).toBe('Awaiting application');
    expectProblem(await other.api.send('GET', `${members}/${id}`), 404, 'BuyerNotFound');
  });

  test('P9 shows a used-up limit only after a refresh, and a decision by itself; an order is decided live', async () => {
    const { id } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 300_000 }));
    expect((await eventsOf(id)).map(({ type }) => type)).toContain('buyer_application.decided'); // the push
    const order = await demo.place({ buyerId: id, amount: 300_000 });
    expect((await shown(id))?.paidApplication.text).toBe('利用可能-取引中'); // as it was last seen
    expectProblem(await demo.tryPlace({ buyerId: id, amount: 1 }), 422, 'CreditLimitExceeded');
    const refreshed = await demo.api.post<MemberResource>(`${members}/${id}/refreshes`, {});
    expect(refreshed.paidApplication).toMatchObject({ text: '利用可能-取引不可', reason: 'credit_insufficient' });
    expect(await shown(id)).toMatchObject({
      lastCheckedAt: refreshed.lastCheckedAt,
      paidApplication: { text: '利用可能-取引不可' },
    });
    await demo.cancel(order.id);
    expect((await shown(id))?.paidApplication.text).toBe('利用可能-取引不可');
    expect((await demo.place({ buyerId: id, amount: 300_000 })).state).toBe('authorized'); // not what the list shows
  });

  test('B4 one button refreshes all members, page by page, and says when', async () => {
    let cursor: string | null | undefined;
    let checked = 0;
    let last: RefreshResource | undefined;
    do {
      const body: object = cursor === undefined ? { limit: 50 } : { limit: 50, cursor };
      last = await demo.api.post<RefreshResource>(`${members}:refresh`, body);
      expect(Object.values(last.counts).reduce((sum, count) => sum + count, 0)).toBe(last.checked);
      checked += last.checked;
      cursor = last.nextCursor;
    } while (cursor !== null);
    expect(checked).toBeGreaterThan(20);
    expect((await demo.api.get<SettingsResource>(settings)).membersCheckedAt).toBe(last.lastCheckedAt);
  });
});
