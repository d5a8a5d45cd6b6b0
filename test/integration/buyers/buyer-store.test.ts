import { beforeAll, describe, expect, test } from 'vitest';
import { type ApplyPorts, applyForCredit } from '../../../functions/buyers/apply-for-credit.ts';
import type { BuyerResource } from '../../../functions/buyers/buyer.contract.ts';
import { buyerStore } from '../../../functions/buyers/buyer.store.ts';
import { creditStore } from '../../../functions/buyers/credit.store.ts';
import { creditAccountKey, newCreditAccount } from '../../../functions/buyers/credit-account.ts';
import { getBuyer, getCredit, listBuyers, type ReadPorts } from '../../../functions/buyers/read-buyers.ts';
import { registerBuyer } from '../../../functions/buyers/register-buyer.ts';
import { examinationKey, readExamination } from '../../../functions/screening/examination.item.ts';
import { yen } from '../../../functions/shared/money.ts';
import { earlierAnswer } from '../../../functions/shared/once.item.ts';
import type { Item } from '../../../functions/shared/page.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { bodyOf, once, registration, requestOf, validRegistration } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';

let time = Date.parse('2026-04-10T03:00:00Z');
const clock = { now: () => time++ };
const vault = openVault(keyService(), clock);

describe('buyers in the table', () => {
  let tables: TestTables;
  let ports: ApplyPorts & ReadPorts;
  let merchants = 0;
  const merchant = () => `mer_${merchants++}`;

  beforeAll(async () => {
    tables = await testTables();
    ports = {
      clock,
      vault,
      buyers: buyerStore(tables.transactions, clock, vault),
      credit: creditStore(tables.transactions),
    };
  });

  const everything = async (): Promise<Item[]> => (await tables.transactions.scan({})).items;
  const withEmail = (email: string) => ({ contact: { ...registration().contact, email } });
  const register = async (merchantId: string, changes = {}, company = {}) =>
    bodyOf<BuyerResource>(
      await registerBuyer(ports, validRegistration(changes, company), requestOf(merchantId, once())),
    );

  test('are read back as they were told', async () => {
    const merchantId = merchant();
    const told = await register(merchantId);
    expect(bodyOf(await getBuyer(ports, merchantId, told.id))).toEqual(told);
  });

  test('are not there for another merchant', async () => {
    const told = await register(merchant());
    await expect(getBuyer(ports, 'mer_stranger', told.id)).rejects.toMatchObject({ code: 'BuyerNotFound' });
    await expect(getCredit(ports, 'mer_stranger', told.id)).rejects.toMatchObject({ code: 'BuyerNotFound' });
    await expect(applyForCredit(ports, told.id, requestOf('mer_stranger', once()))).rejects.toMatchObject({
      code: 'BuyerNotFound',
    });
  });

  test('have one reference each', async () => {
    const merchantId = merchant();
    await register(merchantId);
    await expect(register(merchantId)).rejects.toMatchObject({ code: 'ReferenceAlreadyUsed' });
    await register(merchant());
  });

  test('write application, claim, examination and events at once', async () => {
    const merchantId = merchant();
    const told = await register(merchantId, { apply: true, requestedCreditLimit: 500_000, ...withEmail('a1@x.jp') });
    const buyer = await tables.transactions.get({ PK: `MERCHANT#${merchantId}`, SK: `BUYER#${told.id}` });
    expect(buyer).toMatchObject({ outbox: 'buyer_application.submitted', state: 'under_review', version: 1 });
    const item = await tables.transactions.get(examinationKey(String(buyer?.examinationId)));
    expect(readExamination(item ?? {})).toMatchObject({
      state: 'in_progress',
      merchantId,
      buyerId: told.id,
      appliedOn: '2026-04-10',
      requestedCreditLimit: 500_000,
    });
  });

  test('keep no personal data in the clear: in no item, and not in what is kept of the answer', async () => {
    const merchantId = merchant();
    const request = once();
    const body = validRegistration({ apply: true, ...withEmail('very-personal@x.jp') });
    const { body: told } = await registerBuyer(ports, body, requestOf(merchantId, request));
    expect(told).toContain('very-personal');
    const answerKept = await earlierAnswer(tables.transactions, `MERCHANT#${merchantId}`, request);
    const kept = `${JSON.stringify(await everything())} ${answerKept?.body}`;
    for (const personal of ['very-personal', '花子', 'ハナコ', '045-123-4567']) expect(kept).not.toContain(personal);
  });

  test('of another company cannot apply with a known address, and nothing at all is created', async () => {
    await register(merchant(), { apply: true, ...withEmail('known@x.jp') });
    const before = await everything();
    const other = { name: '株式会社よその会社', nameKana: 'ヨソノカイシャ' };
    await expect(register(merchant(), { apply: true, ...withEmail('Known@X.jp') }, other)).rejects.toMatchObject({
      code: 'BuyerEmailAlreadyRegistered',
    });
    expect(await everything()).toEqual(before);
  });

  test('of another company may be registered with a known address, but stay waiting when they apply', async () => {
    await register(merchant(), { apply: true, ...withEmail('waiting@x.jp') });
    const merchantId = merchant();
    const other = { name: '株式会社よその会社', nameKana: 'ヨソノカイシャ' };
    const { id } = await register(merchantId, withEmail('waiting@x.jp'), other);
    await expect(applyForCredit(ports, id, requestOf(merchantId, once()))).rejects.toMatchObject({
      code: 'BuyerEmailAlreadyRegistered',
    });
    expect(bodyOf(await getBuyer(ports, merchantId, id))).toMatchObject({ state: 'awaiting_application', version: 1 });
  });

  test('of one company share an address: at two merchants, and under two references of one', async () => {
    const merchantId = merchant();
    const same = { apply: true, ...withEmail('shared@x.jp') };
    await register(merchantId, same);
    await register(merchantId, { ...same, reference: 'C-0002' }, { name: 'みなと商会㈱' });
    expect(await register(merchant(), same)).toMatchObject({ state: 'under_review' });
  });

  test('are told apart by the corporate number first, and by name and prefecture without one', async () => {
    const apply = (email: string, company: object) =>
      register(merchant(), { apply: true, ...withEmail(email) }, company);
    await apply('number@x.jp', { corporateNumber: '7000012050002' });
    await apply('number@x.jp', { corporateNumber: '7000012050002', name: '改名株式会社', nameKana: 'カイメイ' });
    const refused = { code: 'BuyerEmailAlreadyRegistered' };
    await expect(apply('number@x.jp', { corporateNumber: '5010001034867' })).rejects.toMatchObject(refused);
    await apply('number@x.jp', {}); // the first name again, without its number
    await expect(apply('number@x.jp', { prefecture: '東京都' })).rejects.toMatchObject(refused);

    await apply('later@x.jp', {});
    await apply('later@x.jp', { corporateNumber: '7000012050002' }); // a number that became known
    await expect(apply('later@x.jp', { corporateNumber: '5010001034867' })).rejects.toMatchObject(refused);
  });

  test('apply once, whoever wins: of two requests at once one is told that the state has changed', async () => {
    const merchantId = merchant();
    const { id } = await register(merchantId, withEmail('race@x.jp'));
    const results = await Promise.allSettled([
      applyForCredit(ports, id, requestOf(merchantId, once())),
      applyForCredit(ports, id, requestOf(merchantId, once())),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'BuyerStateConflict' },
    });
  });

  test('answer a repeated application with the first answer', async () => {
    const merchantId = merchant();
    const { id } = await register(merchantId, withEmail('repeat@x.jp'));
    const request = once();
    const first = await applyForCredit(ports, id, requestOf(merchantId, request));
    expect(await applyForCredit(ports, id, requestOf(merchantId, request))).toEqual({
      status: 201,
      body: first.body,
      replayed: true,
    });
  });

  test('are listed newest first, page by page, by state and by reference', async () => {
    const merchantId = merchant();
    for (let n = 0; n < 5; n++) {
      await register(merchantId, { reference: `R-${n}`, apply: n % 2 === 0, ...withEmail('list@x.jp') });
    }
    const page = async (list: object) =>
      bodyOf<{ items: BuyerResource[]; nextCursor: string | null }>(
        await listBuyers(ports, { merchantId, limit: 20, ...list }),
      );
    const references = (items: readonly BuyerResource[]) => items.map(({ reference }) => reference);
    const first = await page({ limit: 2 });
    expect(references(first.items)).toEqual(['R-4', 'R-3']);
    const second = await page({ limit: 2, cursor: first.nextCursor });
    const third = await page({ limit: 2, cursor: second.nextCursor });
    expect(references([...second.items, ...third.items])).toEqual(['R-2', 'R-1', 'R-0']);
    expect(third.nextCursor).toBeNull();
    expect(references((await page({ state: 'under_review' })).items)).toEqual(['R-4', 'R-2', 'R-0']);
    expect(references((await page({ reference: 'R-3' })).items)).toEqual(['R-3']);
    expect(references((await page({ reference: 'R-3', state: 'under_review' })).items)).toEqual([]);
    expect(references((await page({ reference: 'R-9' })).items)).toEqual([]);
    await expect(
      listBuyers(ports, { merchantId: 'mer_stranger', limit: 2, cursor: first.nextCursor ?? '' }),
    ).rejects.toMatchObject({ code: 'MalformedRequest' });
  });

  test('show what their open orders hold and what they owe', async () => {
    const merchantId = merchant();
    const { id: buyerId } = await register(merchantId);
    expect(bodyOf(await getCredit(ports, merchantId, buyerId))).toMatchObject({
      limit: 0,
      facility: { state: 'inactive' },
    });
    const facility = { limit: yen(1_000_000), startsOn: '2026-04-10', endsOn: '2027-04-09' };
    const table = tables.transactions.name;
    const open = (id: string, of: string, amountRemaining: number) => ({
      table,
      put: {
        PK: `MERCHANT#${merchantId}`,
        SK: `ORDER#${id}`,
        GSI2PK: `OPEN#${merchantId}`,
        GSI2SK: `${of}#${id}`,
        amountRemaining,
      },
    });
    await tables.transactions.write(
      { table, put: { ...newCreditAccount({ merchantId, buyerId }, facility), available: 550_000 } },
      open('ord_1', buyerId, 100_000),
      open('ord_2', buyerId, 150_000),
      open('ord_3', 'buy_other', 999),
    );
    expect(bodyOf(await getCredit(ports, merchantId, buyerId))).toEqual({
      limit: 1_000_000,
      held: 250_000,
      receivable: 200_000,
      available: 550_000,
      facility: { state: 'active', startsOn: '2026-04-10', endsOn: '2027-04-09' },
    });
    expect(await tables.transactions.get(creditAccountKey({ merchantId, buyerId }))).toBeDefined();
  });
});
