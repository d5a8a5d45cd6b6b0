import { describe, expect, test } from 'vitest';
import type { ImportResource } from '../../functions/storefront/member-files.contract.ts';
import { type About, aCompany } from '../support/companies.ts';
import { journey } from '../support/journey.ts';
import { connected } from '../support/requests/storefront.ts';

const { demo, url } = await journey();
const save = () => demo.api.post('/v1/storefront/settings', connected);

describe('members by file', () => {
  const take = async (text: string, type = 'text/csv') => {
    const headers = { 'content-type': type, 'idempotency-key': crypto.randomUUID() };
    const answer = await demo.api.send<ImportResource>('POST', '/v1/buyers:import', { text, headers });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const titles = (who: string) => ['姓', '名', '姓カナ', '名カナ'].map((title) => `${who}${title}`);
  const headings = [
    ...[
      '会員番号',
      '会社名',
      '会社名カナ',
      '郵便番号',
      '都道府県',
      '住所1',
      '住所2',
      ...titles('代表者'),
      ...titles('担当者'),
    ],
    ...['メールアドレス', '電話番号', '決済方法', 'Paid申請'],
  ];
  function row(methods: string, status: string, about: About = {}) {
    const { reference, company, representative: one, contact: two } = aCompany(about);
    const { name, nameKana, postalCode, prefecture, address1, address2 } = company;
    const cells = [
      ...[reference, name, nameKana, postalCode, prefecture, address1, address2],
      ...[one.familyName, one.givenName, one.familyNameKana, one.givenNameKana],
      ...[two.familyName, two.givenName, two.familyNameKana, two.givenNameKana, two.email, two.phone],
      ...[methods, status],
    ];
    return { reference, cells };
  }

  test('B3 columns 決済方法 and Paid申請: row-level errors, valid rows still applied, and twice is once', async () => {
    await save();
    const rows = [
      row('Paid', '申請待ち'),
      row('銀行振込', ''),
      row('Paid', '申請する'),
      row('Paid', '', { email: 'nobody@' }),
    ];
    const text = [headings, ...rows.map(({ cells }) => cells)].map((cells) => cells.join(',')).join('\r\n');
    const told = await take(text);
    expect(told.results.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'applied', 'error']);
    expect(told.results[3]).toMatchObject({
      line: 5,
      errors: [{ column: 'メールアドレス', code: 'invalid_email' }],
    });
    await demo.buyerUntil(told.results[2]?.buyerId ?? '', 'active');
    const again = await take(text);
    expect(again.results.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged', 'error']);
  });

  test.for(['utf-8', 'shift_jis'])('B3 an export in %s is taken back without a change', async (encoding) => {
    const path = `/v1/buyers:export?encoding=${encoding}&limit=20`;
    const file = await fetch(url + path, {
      headers: { authorization: 'Bearer sk_test_demo' },
    });
    expect([file.status, file.headers.get('content-type')]).toEqual([200, `text/csv; charset=${encoding}`]);
    const answer = await fetch(`${url}/v1/buyers:import`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk_test_demo',
        'content-type': 'application/octet-stream',
        'idempotency-key': crypto.randomUUID(),
      },
      body: await file.arrayBuffer(),
    });
    const told = (await answer.json()) as ImportResource;
    expect(told.counts).toMatchObject({ created: 0, updated: 0, applied: 0, error: 0 });
    expect(told.counts.unchanged).toBe(told.rows);
  });
});
