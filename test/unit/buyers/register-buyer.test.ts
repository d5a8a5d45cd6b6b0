import { describe, expect, test } from 'vitest';
import { type ApplyPorts, applyForCredit, type BuyerChange } from '../../../functions/buyers/apply-for-credit.ts';
import { type BuyerResource, RegisterBuyer } from '../../../functions/buyers/buyer.contract.ts';
import { registerBuyer } from '../../../functions/buyers/register-buyer.ts';
import { fieldErrors } from '../../../functions/shared/field-errors.ts';
import { proofOf, replayOf } from '../../../functions/shared/once.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { aBuyer, bodyOf, once, registration, requestOf, validRegistration } from '../../support/buyers.ts';
import { keyService } from '../../support/key-service.ts';

const clock = { now: () => Date.parse('2026-04-10T03:00:00Z') };

/** Ports that remember what was saved. */
function setUp(overrides: Partial<ApplyPorts['buyers']> = {}) {
  const saved: BuyerChange[] = [];
  const vault = openVault(keyService(), clock);
  const ports: ApplyPorts = {
    clock,
    vault,
    buyers: {
      get: async () => aBuyer(vault),
      earlier: async () => undefined,
      companyId: async () => 'com_1',
      save: async (change) => {
        saved.push(change);
        return change.answer;
      },
      ...overrides,
    },
  };
  return { ports, saved, vault };
}

describe('register a buyer', () => {
  test('leaves it awaiting its application when none is asked for', async () => {
    const { ports, saved } = setUp();
    const told = await registerBuyer(ports, validRegistration(), requestOf('mer_demo', once()));
    expect(bodyOf<BuyerResource>(told)).toMatchObject({
      id: expect.stringMatching(/^buy_/),
      reference: 'C-0001',
      state: 'awaiting_application',
      stateReason: null,
      nextActions: ['apply'],
      version: 1,
      closingDay: 'month_end',
      requestedCreditLimit: null,
      contact: { email: 'hanako@minato.example.jp' },
    });
    expect(saved[0]?.emailMac).toBeUndefined();
    expect(saved[0]?.buyer.examinationId).toBeUndefined();
  });

  test('puts it under review at once when it applies, as one first version, and opens its examination', async () => {
    const { ports, saved } = setUp();
    const told = bodyOf<BuyerResource>(
      await registerBuyer(ports, validRegistration({ apply: true }), requestOf('mer_demo', once())),
    );
    expect(told).toMatchObject({ state: 'under_review', stateReason: 'screening', version: 1 });
    expect(told.stateHistory.map(({ state }) => state)).toEqual(['awaiting_application', 'under_review']);
    expect(saved[0]?.emailMac).toBeTypeOf('string');
    expect(saved[0]?.buyer.examinationId).toMatch(/^exm_/);
  });

  test('keeps no name, address or number of a person in the clear', async () => {
    const { ports, saved } = setUp();
    await registerBuyer(ports, validRegistration({ apply: true }), requestOf('mer_demo', once()));
    const kept = JSON.stringify({ buyer: saved[0]?.buyer, mac: saved[0]?.emailMac });
    for (const personal of ['港', '太郎', 'ハナコ', 'hanako', '045-123']) expect(kept).not.toContain(personal);
  });
});

describe('apply for credit', () => {
  test('puts a registered buyer under review and opens its examination', async () => {
    const { ports, saved } = setUp();
    const told = bodyOf<BuyerResource>(await applyForCredit(ports, 'buy_1', requestOf('mer_demo', once())));
    expect(told).toMatchObject({ state: 'under_review', version: 2, nextActions: ['await_decision'] });
    expect(saved).toEqual([expect.objectContaining({ emailMac: expect.any(String) })]);
    expect(saved[0]?.buyer.examinationId).toMatch(/^exm_/);
  });

  test('knows the same address again whatever its case', async () => {
    const { ports, saved } = setUp();
    const contact = { ...registration().contact, email: 'HANAKO@Minato.Example.jp' };
    await registerBuyer(ports, validRegistration({ apply: true }), requestOf('mer_demo', once()));
    await registerBuyer(ports, validRegistration({ apply: true, contact }), requestOf('mer_other', once()));
    expect(saved[0]?.emailMac).toBe(saved[1]?.emailMac);
  });

  test('is refused in a state from which nobody applies, and nothing is saved', async () => {
    const { ports, saved, vault } = setUp({ get: async () => aBuyer(vault, { state: 'active' }) });
    await expect(applyForCredit(ports, 'buy_1', requestOf('mer_demo', once()))).rejects.toMatchObject({
      code: 'BuyerStateConflict',
    });
    expect(saved).toEqual([]);
  });

  test('answers a repeat with the first answer although the buyer has moved on since', async () => {
    const request = once();
    const { ports, saved } = setUp();
    const first = await applyForCredit(ports, 'buy_1', requestOf('mer_demo', request));
    const again = setUp({
      earlier: async () => replayOf(proofOf(request, first), request),
      get: async () => aBuyer(again.vault, { state: 'active' }),
    });
    expect(await applyForCredit(again.ports, 'buy_1', requestOf('mer_demo', request))).toEqual({
      ...first,
      replayed: true,
    });
    expect(again.saved).toEqual([]);
    expect(saved).toHaveLength(1);
  });
});

describe('what a registration must say', () => {
  const wrong = (body: unknown) => {
    const read = RegisterBuyer.safeParse(body);
    return read.success
      ? []
      : fieldErrors(read.error.issues, '', body).map(({ pointer, code }) => `${pointer} ${code}`);
  };

  test('takes a registration, and the corporate number as people type it', () => {
    expect(wrong(registration())).toEqual([]);
    const read = RegisterBuyer.parse(registration({}, { corporateNumber: '７００００-１２０５-０００２' }));
    expect(read.company.corporateNumber).toBe('7000012050002');
  });

  test('names every wrong field at once', () => {
    const contact = { ...registration().contact, email: 'nobody', phone: '110' };
    const company = {
      corporateNumber: '1000012050002',
      postalCode: '12',
      prefecture: '東京',
      nameKana: '港商会',
      establishedOn: '2999-01-01',
    };
    const body = { ...registration({ contact, requestedCreditLimit: 299_999, closingDay: '25', extra: 1 }, company) };
    expect(wrong(body).sort()).toEqual([
      '/closingDay invalid_value',
      '/company/corporateNumber invalid_corporate_number',
      '/company/establishedOn invalid_date',
      '/company/nameKana not_kana',
      '/company/postalCode invalid_postal_code',
      '/company/prefecture unknown_prefecture',
      '/contact/email invalid_email',
      '/contact/phone invalid_phone',
      '/extra unknown_field',
      '/requestedCreditLimit too_small',
    ]);
  });

  test.for([
    [299_999, ['/requestedCreditLimit too_small']],
    [300_000, []],
    [10_000_000, []],
    [10_000_001, ['/requestedCreditLimit too_big']],
    [300_000.5, ['/requestedCreditLimit invalid_type']],
    ['300000', ['/requestedCreditLimit invalid_type']],
  ] as const)('a requested limit of %s', ([limit, errors]) => {
    expect(wrong(registration({ requestedCreditLimit: limit }))).toEqual(errors);
  });

  test('refuses a company that has no name beside its legal form or punctuation', () => {
    expect(wrong(registration({}, { name: '！！' }))).toEqual(['/company/name invalid_name']);
  });

  test.for([
    '当選おめでとうございます https://evil.example/',
    'ＨＴＴＰＳ：／／ＥＶＩＬ．ＥＸＡＭＰＬＥ',
    'Click www.evil.example',
    'ｗｗｗ．evil．example',
    'evil.example/login',
    '株式会社\u202eみなと',
    '株式会社み\u200bなと',
    '株式会社\u061cみなと',
    '株式会社\u2066みなと',
  ])('refuses the name %j, which letters would greet by', (name) => {
    const person = { familyName: '港', givenName: name.slice(-40), familyNameKana: 'ミナト', givenNameKana: 'タロウ' };
    expect(wrong(registration({}, { name }))).toEqual(['/company/name invalid_name']);
    expect(wrong(registration({ representative: person }))).toEqual(['/representative/givenName invalid_name']);
  });

  test.for([
    '株式会社Booking.com Japan',
    'A/Bテスト株式会社',
    '㈱髙橋：本店',
    'WWWサービス株式会社',
    '株式会社葛\u{e0100}城',
  ])('takes the name %s', (name) => {
    expect(wrong(registration({}, { name }))).toEqual([]);
  });

  test('refuses a day of establishment that the calendar does not have', () => {
    expect(wrong(registration({}, { establishedOn: '2023-02-29' }))).toEqual(['/company/establishedOn invalid_date']);
  });
});
