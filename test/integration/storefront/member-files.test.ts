import { beforeAll, describe, expect, test } from 'vitest';
import { buyerStore } from '../../../functions/buyers/buyer.store.ts';
import { changeBuyer } from '../../../functions/buyers/change-buyer.ts';
import { creditStore } from '../../../functions/buyers/credit.store.ts';
import type { UploadedFile } from '../../../functions/shared/contract.ts';
import type { Item } from '../../../functions/shared/page.ts';
import { sealedOnce } from '../../../functions/shared/sealed-once.ts';
import { uploadedFile } from '../../../functions/shared/uploaded-file.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { exportMembers } from '../../../functions/storefront/export-members.ts';
import { type ImportPorts, importMembers } from '../../../functions/storefront/import-members.ts';
import type { ImportResource } from '../../../functions/storefront/member-files.contract.ts';
import { memberFileStore } from '../../../functions/storefront/member-files.store.ts';
import { memberStatusStore } from '../../../functions/storefront/member-status.store.ts';
import { rulesOf } from '../../../functions/storefront/settings.ts';
import { bodyOf, requestOf } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';

let time = Date.parse('2026-04-10T03:00:00Z');
const clock = { now: () => time++ };
const vault = openVault(keyService(), clock);

const headings =
  '会員番号,会社名,会社名カナ,郵便番号,都道府県,住所1,住所2,代表者姓,代表者名,代表者姓カナ,代表者名カナ,' +
  '担当者姓,担当者名,担当者姓カナ,担当者名カナ,メールアドレス,電話番号,希望限度額,締日,決済方法,Paid申請';

const row = (
  n: number | string,
  changes: Partial<Record<'name' | 'email' | 'limit' | 'methods' | 'status', string>> = {},
) => {
  const { name, email, limit, methods, status } = {
    ...{
      name: `株式会社髙島商店${n}`,
      email: `m${n}@takashima.example.jp`,
      limit: '"1,000,000円"',
      methods: 'Paid/銀行振込',
    },
    ...{ status: '申請待ち', ...changes },
  };
  const people = '髙島,一郎,タカシマ,イチロウ,髙島,花子,たかしま,ﾊﾅｺ';
  return `M-${n},${name},タカシマショウテン,100-0001,東京都,千代田区千代田,1-1,${people},${email},03-1234-5678,${limit},月末,${methods},${status}`;
};
const fileOf = (...rows: readonly string[]): UploadedFile => ({
  text: [headings, ...rows].join('\r\n'),
  encoding: 'utf-8',
});

describe('B3 members by file', () => {
  let tables: TestTables;
  let ports: ImportPorts;
  let shops = 0;

  beforeAll(async () => {
    tables = await testTables();
    const table = tables.transactions;
    ports = {
      clock,
      vault,
      buyers: buyerStore(table, clock, vault),
      credit: creditStore(table),
      // None of these shops has set its storefront up: a file needs the key of the native API only.
      shop: { rules: async () => rulesOf(undefined) },
      statuses: memberStatusStore(table, sealedOnce(table, clock, vault)),
      imports: memberFileStore(table, clock),
    };
  });

  const shop = () => `mer_files${shops++}`;
  const take = async (merchantId: string, file: UploadedFile, request = requestOf(merchantId)) =>
    bodyOf<ImportResource>(await importMembers(ports, file, request));
  const outcomes = ({ results }: ImportResource) => results.map(({ outcome }) => outcome);
  const faults = ({ results }: ImportResource) =>
    results.flatMap(({ line, errors }) => errors.map(({ column, code }) => [line, column, code]));
  const exported = async (merchantId: string, asked: Partial<Parameters<typeof exportMembers>[1]> = {}) => {
    const answer = await exportMembers(ports, { merchantId, encoding: 'utf-8', limit: 1000, ...asked });
    const bytes = Buffer.from(answer.body, 'base64');
    const read = uploadedFile({ bytes, mediaType: 'application/octet-stream', isVerbatim: true });
    if (!('text' in read)) throw new Error(read.message);
    return { file: read, link: answer.headers?.link, type: answer.headers?.['content-type'] };
  };
  const buyersOf = async (merchantId: string): Promise<Item[]> =>
    (await tables.transactions.query({ partition: `MERCHANT#${merchantId}`, prefix: 'BUYER#' })).items;

  test('P3, B3 door 2 by file: method and status of each row, as the shop’s staff wrote them', async () => {
    const merchantId = shop();
    const told = await take(
      merchantId,
      fileOf(row(1), row(2, { status: '', methods: '銀行振込' }), row(3, { status: '申請する' })),
    );
    expect(outcomes(told)).toEqual(['created', 'created', 'applied']);
    expect(told.counts).toEqual({ created: 2, updated: 0, applied: 1, unchanged: 0, error: 0 });
    const buyers = new Map((await buyersOf(merchantId)).map((buyer) => [buyer.reference, buyer]));
    expect(buyers.get('M-1')).toMatchObject({
      ...{ state: 'awaiting_application', paymentMethods: ['paid', '銀行振込'], door: 'staff_creation' },
      ...{ requestedCreditLimit: 1_000_000, closingDay: 'month_end', actor: { by: 'key_test' } },
    });
    expect(buyers.get('M-2')).toMatchObject({ state: 'not_applied', paymentMethods: ['銀行振込'] });
    expect(buyers.get('M-3')).toMatchObject({ state: 'under_review', examinationId: expect.stringMatching(/^exm_/) });
  });

  test('B3 good rows are carried out and wrong ones named by line and column', async () => {
    const merchantId = shop();
    const told = await take(
      merchantId,
      fileOf(
        row(1),
        row(2, { email: 'nobody', limit: '12円' }),
        row(1, { name: '株式会社二度目' }),
        row(3, { status: '利用可能-取引中' }),
        row('', { name: '株式会社番号なし' }).replace('M-,', ','),
        row(4, { name: '〓野株式会社' }),
        row(5, { methods: '銀行振込', status: '申請待ち' }),
      ),
    );
    expect(outcomes(told)).toEqual(['created', 'error', 'error', 'error', 'error', 'error', 'created']);
    expect(faults(told)).toEqual([
      [3, 'メールアドレス', 'invalid_email'],
      [3, '希望限度額', 'too_small'],
      [4, '会員番号', 'duplicate'],
      [5, 'Paid申請', 'status_not_settable'],
      [6, '会員番号', 'required'],
      [7, '会社名', 'missing_character'],
    ]);
    expect(await buyersOf(merchantId)).toHaveLength(2);
  });

  test('B3 a row whose member is called by a whole book is named wrong, and stops no other', async () => {
    const book = 'あ'.repeat(2000);
    const { counts, results } = await take(shop(), fileOf(row(book), row(1), row(book)));
    expect(counts).toMatchObject({ created: 1, error: 2 });
    expect(results.map(({ reference }) => reference)).toEqual([`M-${'あ'.repeat(62)}`, 'M-1', `M-${'あ'.repeat(62)}`]);
    expect(results.map(({ errors }) => errors[0]?.code)).toEqual(['too_big', undefined, 'duplicate']);
  });

  test('B3 a file that is taken twice changes nothing twice, under the same key and under another', async () => {
    const merchantId = shop();
    const request = requestOf(merchantId);
    const file = fileOf(row(1), row(2), row(3, { status: '' }));
    const first = await take(merchantId, file, request);
    const before = await buyersOf(merchantId);
    expect(await take(merchantId, file, request)).toEqual(first);
    expect(outcomes(await take(merchantId, file))).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(await buyersOf(merchantId)).toEqual(before);
  });

  test('B3 a file changes what it has cells for and leaves the rest; a status moves by its word', async () => {
    const merchantId = shop();
    await take(merchantId, fileOf(row(1), row(2), row(3)));
    const text =
      '会員番号,電話番号,Paid申請\r\nM-1,０３－９９９９－８８８８,\r\nM-2,,取消\r\nM-3,,申請する\r\nM-4,03-1234-5678,\r\n';
    const told = await take(merchantId, { text, encoding: 'utf-8' });
    expect(outcomes(told)).toEqual(['updated', 'updated', 'applied', 'error']);
    const { items } = await ports.buyers.list({ merchantId, limit: 10 });
    const states = new Map(items.map((buyer) => [buyer.reference, buyer.state]));
    expect(states.get('M-1')).toBe('awaiting_application');
    expect(states.get('M-2')).toBe('not_applied');
    expect(states.get('M-3')).toBe('under_review');
    expect((await exported(merchantId)).file.text).toContain('03-9999-8888');
  });

  test('P5, B3 申請する on a row without the method cancels its application as the link does', async () => {
    const merchantId = shop();
    await take(merchantId, fileOf(row(1, { methods: '銀行振込', status: '申請する' })));
    expect((await buyersOf(merchantId))[0]).toMatchObject({ state: 'not_applied', stateReason: 'method_missing' });
  });

  test('P6, B3 an address of another company is the row’s own error', async () => {
    const merchantId = shop();
    const taken = { email: 'taken@takashima.example.jp', status: '申請する' };
    await take(merchantId, fileOf(row(1, taken)));
    const told = await take(merchantId, fileOf(row(2, taken), row(3)));
    expect(faults(told)).toEqual([[2, 'メールアドレス', 'BuyerEmailAlreadyRegistered']]);
    const refused = (await buyersOf(merchantId)).find(({ reference }) => reference === 'M-2');
    expect(refused).toMatchObject({ state: 'awaiting_application', applicationError: expect.anything() });
  });

  test.for(['utf-8', 'shift_jis'] as const)(
    'B3 an export in %s is imported again without a change',
    async (encoding) => {
      const merchantId = shop();
      await take(
        merchantId,
        fileOf(row(1), row(2, { status: '申請する' }), row(3, { name: '株式会社𠮷野', status: '' })),
      );
      const before = await buyersOf(merchantId);
      const { file, type, link } = await exported(merchantId, { encoding });
      expect([type, link]).toEqual([expect.stringContaining(encoding), undefined]);
      expect(file.text).toContain('申請済(審査中)');
      expect(file.text).toContain('Paid/銀行振込');
      const told = await take(merchantId, file);
      expect([faults(told), outcomes(told)]).toEqual([[], ['unchanged', 'unchanged', 'unchanged']]);
      expect(await buyersOf(merchantId)).toEqual(before);
    },
  );

  test('B3 an export is no program: a name that begins like a formula is guarded and comes back as it was', async () => {
    const merchantId = shop();
    await take(merchantId, fileOf(row(1, { name: '=1+1株式会社' })));
    const { file } = await exported(merchantId);
    expect(file.text).toContain(",'=1+1株式会社,");
    expect(outcomes(await take(merchantId, file))).toEqual(['unchanged']);
  });

  test('B3 a large shop is exported in parts, each leading to the next', async () => {
    const merchantId = shop();
    await take(merchantId, fileOf(...Array.from({ length: 7 }, (_, n) => row(n))));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { file, link } = await exported(merchantId, { limit: 3, cursor });
      seen.push(
        ...file.text
          .split('\r\n')
          .slice(1, -1)
          .map((line) => line.split(',')[0] ?? ''),
      );
      const next = link && new URL(link.slice(1, link.indexOf('>')), 'http://x').searchParams;
      cursor = next ? (next.get('cursor') ?? undefined) : undefined;
    } while (cursor !== undefined);
    // Rows that are taken at the same time are in no order among themselves.
    expect(seen.toSorted()).toEqual(['M-0', 'M-1', 'M-2', 'M-3', 'M-4', 'M-5', 'M-6']);
  });

  test('B3 five hundred rows are one request, and five hundred and one are refused whole', async () => {
    const merchantId = shop();
    const rows = Array.from({ length: 501 }, (_, n) => row(n));
    await expect(take(merchantId, fileOf(...rows))).rejects.toMatchObject({ code: 'MalformedRequest' });
    const told = await take(merchantId, fileOf(...rows.slice(1)));
    expect(told.counts).toMatchObject({ created: 500, error: 0 });
  }, 60_000);

  test('a change of a company’s name after its application is refused by row, and by the route', async () => {
    const merchantId = shop();
    await take(merchantId, fileOf(row(1, { status: '申請する' })));
    const told = await take(merchantId, fileOf(row(1, { name: '株式会社別会社', status: '' })));
    expect(faults(told)).toEqual([[2, '会社名', 'CompanyIdentityFixed']]);
    const [buyer] = (await ports.buyers.list({ merchantId, limit: 1 })).items;
    if (!buyer) throw new Error('there is no buyer');
    const { company, buyerId, version } = buyer;
    const change = { company: { ...company, prefecture: '大阪府' } };
    const by = { merchantId, buyerId, version, actor: { by: 'key_test' } };
    await expect(changeBuyer(ports, change, by)).rejects.toMatchObject({ code: 'CompanyIdentityFixed' });
    const moved = { company: { ...company, address2: '9-9' } };
    expect(bodyOf(await changeBuyer(ports, moved, by))).toMatchObject({ version: version + 1, company: moved.company });
    await expect(changeBuyer(ports, moved, by)).rejects.toMatchObject({ code: 'VersionStale' });
  });
});
