import { beforeAll, describe, expect, test } from 'vitest';
import { type AccountRules, completeRules } from '../../../functions/buyers/account-rules.ts';
import type { ApplyPorts } from '../../../functions/buyers/apply-for-credit.ts';
import type { BuyerResource } from '../../../functions/buyers/buyer.contract.ts';
import { buyerStore } from '../../../functions/buyers/buyer.store.ts';
import { closeBuyer } from '../../../functions/buyers/close-buyer.ts';
import { creditStore } from '../../../functions/buyers/credit.store.ts';
import { creditAccountKey } from '../../../functions/buyers/credit-account.ts';
import { grantCredit } from '../../../functions/buyers/facility.ts';
import type { ReadPorts } from '../../../functions/buyers/read-buyers.ts';
import { registerBuyer } from '../../../functions/buyers/register-buyer.ts';
import { latestFacility } from '../../../functions/credit/relation-credit.ts';
import { cancelWholeOrder } from '../../../functions/orders/cancel.ts';
import { yen } from '../../../functions/shared/money.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { bodyOf, requestOf, validRegistration } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';
import { actor, orderPorts, placed } from '../../support/orders.ts';

let time = Date.parse('2026-04-10T03:00:00Z');
const clock = { now: () => time++ };
const vault = openVault(keyService(), clock);

describe('a relation that ends', () => {
  let tables: TestTables;
  let ports: ApplyPorts & ReadPorts;
  let merchants = 0;

  beforeAll(async () => {
    tables = await testTables();
    const table = tables.transactions;
    ports = { clock, vault, buyers: buyerStore(table, clock, vault), credit: creditStore(table) };
  });

  /** A buyer with credit of which something may be taken. */
  async function withCredit(taken: number, rules: AccountRules = {}) {
    const merchantId = `mer_${merchants++}`;
    const told = bodyOf<BuyerResource>(await registerBuyer(ports, validRegistration(), requestOf(merchantId)));
    const id = { merchantId, buyerId: told.id };
    const table = tables.transactions;
    const terms = { limit: yen(500_000), startsOn: '2026-04-10', endsOn: '2027-04-09' };
    const granted = { ...id, ...terms, examinationId: 'exm_1', grantedAt: new Date(clock.now()).toISOString() };
    await table.write(...grantCredit(table.name, granted));
    await table.write({
      table: table.name,
      update: creditAccountKey(id),
      change: {
        expression: 'SET #available = #available - :taken, #rules = :rules',
        names: { '#available': 'available', '#rules': 'rules' },
        values: { ':taken': taken, ':rules': completeRules(rules) },
      },
    });
    return id;
  }
  const close = (id: { merchantId: string; buyerId: string }, request = requestOf(id.merchantId)) =>
    closeBuyer(ports, { buyerId: id.buyerId, reason: 'buyer_left' }, request);

  test('takes its credit along: no limit is left and the facility is revoked, once', async () => {
    const id = await withCredit(0);
    const request = requestOf(id.merchantId);
    const told = await close(id, request);
    expect(bodyOf(told)).toMatchObject({ state: 'closed', stateReason: 'buyer_left' });
    expect(await close(id, request)).toEqual({ ...told, replayed: true });
    expect(await ports.credit.account(id)).toMatchObject({ state: 'revoked', limit: 0, available: 0 });
    expect(await latestFacility(tables.transactions, id)).toMatchObject({
      state: 'revoked',
      stateReason: 'relation_closed',
    });
  });

  test('does not end while a single yen of its credit is in use, whatever was read before', async () => {
    const id = await withCredit(1);
    await expect(close(id)).rejects.toMatchObject({ code: 'BuyerHasOpenBusiness' });
    expect(await ports.credit.account(id)).toMatchObject({ state: 'active', limit: 500_000, available: 499_999 });
    expect(await ports.buyers.get(id.merchantId, id.buyerId)).toMatchObject({ state: 'awaiting_application' });
  });

  describe('whose orders take credit when they are confirmed and hold none before', () => {
    /** A buyer without an order, and what places one. */
    async function uncounting() {
      const id = await withCredit(0, { counts: 'invoices_only' });
      const orders = orderPorts(tables.transactions, tables.ledger.name, clock);
      return { id, orders, order: () => placed(orders, id, 30_000) };
    }

    test('does not end while one of them is open', async () => {
      const { id, orders, order } = await uncounting();
      const { id: orderId } = await order();
      const refused = { code: 'BuyerHasOpenBusiness', facts: { held: 0, uncounted: 30_000 } };
      await expect(close(id)).rejects.toMatchObject(refused);
      expect(await ports.credit.account(id)).toMatchObject({ state: 'active', limit: 500_000 });
      const once = onceRequest(id.merchantId, 'cancel', {});
      await cancelWholeOrder(orders, { merchantId: id.merchantId, orderId, once, actor });
      expect(bodyOf(await close(id))).toMatchObject({ state: 'closed' });
    });

    test('does not end over an order that is placed at the same moment', async () => {
      const { id, order } = await uncounting();
      const meanwhile: ReadPorts['credit'] = {
        ...ports.credit,
        uncounted: async (of) => {
          const found = await ports.credit.uncounted(of);
          await order();
          return found;
        },
      };
      const closing = closeBuyer(
        { ...ports, credit: meanwhile },
        { buyerId: id.buyerId, reason: 'buyer_left' },
        requestOf(id.merchantId),
      );
      await expect(closing).rejects.toMatchObject({ code: 'BuyerHasOpenBusiness' });
      expect(await ports.credit.account(id)).toMatchObject({ state: 'active', limit: 500_000 });
    });
  });

  test('does not end twice, and not for another merchant', async () => {
    const id = await withCredit(0);
    await expect(close({ ...id, merchantId: 'mer_stranger' })).rejects.toMatchObject({ code: 'BuyerNotFound' });
    await close(id);
    await expect(close(id)).rejects.toMatchObject({ code: 'BuyerStateConflict' });
  });
});
