import { describe, expect, test } from 'vitest';
import { checklistOf, missingItems, monthsAfter, permitOf } from '../../../functions/merchants/checklist.ts';
import type { MerchantDocument } from '../../../functions/merchants/document.ts';
import { Merchant } from '../../../functions/merchants/merchant.ts';
import { nextActions } from '../../../functions/merchants/next-actions.ts';

const at = '2026-11-02T00:00:00.000Z';
const company = {
  name: '株式会社青山珈琲',
  nameKana: 'アオヤマコーヒー',
  postalCode: '107-0062',
  prefecture: '東京都',
  address1: '港区南青山',
  address2: '2-3-4',
};

const aMerchant = (changes: object = {}): Merchant =>
  Merchant.parse({
    merchantId: 'mer_1',
    name: '青山珈琲',
    company,
    closingDay: 'month_end',
    payout: { monthsAfter: 2, day: 5 },
    state: 'draft',
    version: 1,
    createdAt: at,
    ...changes,
  });

const received = (kind: MerchantDocument['kind'], more: Partial<MerchantDocument> = {}): MerchantDocument => ({
  kind,
  state: 'received',
  receivedAt: at,
  ...more,
});
const stateOf = (merchant: Merchant, kind: string, today = '2026-11-02') =>
  checklistOf(merchant, today).find((entry) => entry.kind === kind)?.state;
const problemOf = (document: MerchantDocument, today = '2026-11-02', more: object = {}) =>
  checklistOf(aMerchant({ documents: [document], ...more }), today).find(({ kind }) => kind === document.kind)?.problem;

describe('P2 the age of a certificate', () => {
  test.for([
    ['2026-05-02', '2026-11-02', null],
    ['2026-05-01', '2026-11-02', 'too_old'],
    ['2026-05-03', '2026-11-02', null],
    ['2025-08-31', '2026-02-28', null],
    ['2025-08-31', '2026-03-01', 'too_old'],
    ['2025-08-29', '2026-02-28', null],
    ['2026-11-02', '2026-11-02', null],
    ['2026-11-03', '2026-11-02', 'issued_later'],
  ] as const)('issued on %s and sent on %s: %s', ([issuedOn, today, problem]) => {
    expect(problemOf(received('register_copy', { issuedOn }), today)).toBe(problem);
    expect(problemOf(received('seal_certificate', { issuedOn }), today)).toBe(problem);
  });

  test('is judged as of the day of submission, however long the examination takes', () => {
    const stateHistory = [{ state: 'submitted', reason: null, at }];
    const document = received('register_copy', { issuedOn: '2026-05-02' });
    expect(problemOf(document, '2026-12-24', { stateHistory })).toBeNull();
    const replaced = { ...document, receivedAt: '2026-11-20T00:00:00.000Z' };
    expect(problemOf(replaced, '2026-12-24', { stateHistory })).toBe('too_old');
  });

  test('does not matter for a photo, but its last day does', () => {
    expect(problemOf(received('photo_id', { issuedOn: '2019-01-01' }))).toBeNull();
    expect(problemOf(received('photo_id', { expiresOn: '2026-11-02' }))).toBeNull();
    expect(problemOf(received('photo_id', { expiresOn: '2026-11-01' }))).toBe('expired');
  });

  test('of a paper without a date cannot be told', () => {
    expect(problemOf(received('seal_certificate'))).toBe('issue_date_missing');
  });

  test.for([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-07-15', 6, '2027-01-15'],
    ['2026-12-31', 6, '2027-06-30'],
  ] as const)('counts months by the calendar: %s and %i months is %s', ([date, months, end]) => {
    expect(monthsAfter(date, months)).toBe(end);
  });
});

describe('P2 what a merchant has to send', () => {
  const isPublic = { website: 'https://shop.example.co.jp', productPageIsPublic: true };

  test('is less where its page is public', () => {
    expect(stateOf(aMerchant(isPublic), 'product_material')).toBe('waived');
    expect(stateOf(aMerchant(isPublic), 'commercial_transactions_page')).toBe('waived');
    expect(stateOf(aMerchant(isPublic), 'register_copy')).toBe('missing');
  });

  test('is not less for a page that has no address', () => {
    expect(stateOf(aMerchant({ productPageIsPublic: true }), 'product_material')).toBe('missing');
  });

  test.for([
    ['酒類卸売業', '酒類販売業免許'],
    ['中古車販売', '古物商許可証'],
    ['食料品卸売業', undefined],
    [undefined, undefined],
  ] as const)('includes the permit of its industry: %s needs %s', ([industry, permit]) => {
    expect(permitOf(industry)).toBe(permit);
    const entry = checklistOf(
      aMerchant({ company: { ...company, ...(industry ? { industry } : {}) } }),
      '2026-11-02',
    ).find(({ kind }) => kind === 'permit');
    expect(entry?.japanese).toBe(permit);
  });

  test('is asked for again after a rejection', () => {
    expect(problemOf(received('photo_id', { state: 'rejected' }))).toBe('rejected');
  });

  test('is not asked for where an operator has waived it', () => {
    expect(problemOf(received('seal_certificate', { state: 'waived' }))).toBeNull();
  });

  test('includes what remittances are for, where they are wanted', () => {
    const pointers = (more: object) => missingItems(aMerchant(more), '2026-11-02').map(({ pointer }) => pointer);
    expect(pointers({ methods: ['remittance'] })).toContain('/purposeOfRemittance');
    expect(pointers({ methods: ['remittance'], purposeOfRemittance: '返金' })).not.toContain('/purposeOfRemittance');
    expect(pointers({ methods: ['paid'] })).not.toContain('/purposeOfRemittance');
  });
});

describe('P2 a merchant that was there before onboarding', () => {
  test('is live, and nothing is asked of it', () => {
    const old = aMerchant({ state: 'active', company: undefined });
    expect([old.state, old.contactEmail, old.locale]).toEqual(['live', '', 'ja']);
    expect(nextActions(old, '2026-11-02')).toEqual([]);
    expect(aMerchant({ state: 'closed' }).state).toBe('terminated');
  });

  test('is refused in a state that nobody knows', () => {
    expect(() => aMerchant({ state: 'dancing' })).toThrow();
  });
});
