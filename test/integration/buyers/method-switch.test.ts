import { beforeAll, expect, test } from 'vitest';
import type { ApplyPorts } from '../../../functions/buyers/apply-for-credit.ts';
import type { BuyerResource } from '../../../functions/buyers/buyer.contract.ts';
import { buyerStore } from '../../../functions/buyers/buyer.store.ts';
import { changeBuyer } from '../../../functions/buyers/change-buyer.ts';
import { creditAccountKey, newCreditAccount } from '../../../functions/buyers/credit-account.ts';
import { grantCredit } from '../../../functions/buyers/facility.ts';
import { registerBuyer } from '../../../functions/buyers/register-buyer.ts';
import { authorizeOrder } from '../../../functions/orders/authorize.ts';
import { changeOrderAmount } from '../../../functions/orders/change-amount.ts';
import { yen } from '../../../functions/shared/money.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { bodyOf, once, requestOf, validRegistration } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';
import { actor, anOrder, clockAt, orderPorts, placed } from '../../support/orders.ts';

const clock = clockAt('2026-11-20T03:00:00Z');
const terms = { limit: yen(1_000_000), startsOn: '2026-01-01', endsOn: '2026-12-31' };

let tables: TestTables;
let ports: ApplyPorts;
let merchants = 0;
beforeAll(async () => {
  tables = await testTables();
  const vault = openVault(keyService(), clock);
  ports = { clock, vault, buyers: buyerStore(tables.transactions, clock, vault) };
});

/** A buyer with an account, and what the merchant says of its methods. */
async function aMember() {
  const merchantId = `mer_switch_${merchants++}`;
  const asked = validRegistration({ apply: false });
  const { id: buyerId } = bodyOf<BuyerResource>(await registerBuyer(ports, asked, requestOf(merchantId, once())));
  const buyer = { merchantId, buyerId };
  await tables.transactions.write({ table: tables.transactions.name, put: newCreditAccount(buyer, terms) });
  const pays = async (...paymentMethods: string[]) => {
    const { version } = await ports.buyers.get(merchantId, buyerId);
    await changeBuyer(ports, { paymentMethods }, { ...buyer, version, actor });
  };
  return { ...buyer, pays };
}

const orders = () => orderPorts(tables.transactions, tables.ledger.name, clock);
const accountOf = (buyer: { merchantId: string; buyerId: string }) => tables.transactions.get(creditAccountKey(buyer));
const switchedOff = expect.objectContaining({ code: 'BuyerNotActive', facts: { why: 'method_not_enabled' } });

test('P11 no order is authorized, and none grows, while Paid is not among the member’s methods', async () => {
  const member = await aMember();
  const { id: orderId } = await placed(orders(), member, 100_000);
  await member.pays('銀行振込');
  await expect(authorizeOrder(orders(), anOrder(member, 10_000))).rejects.toEqual(switchedOff);
  const grown = { merchantId: member.merchantId, orderId, amount: yen(100_001), version: 1, actor };
  await expect(changeOrderAmount(orders(), grown)).rejects.toEqual(switchedOff);
  expect(await accountOf(member)).toMatchObject({ available: 900_000 });

  await member.pays('銀行振込', 'paid');
  expect(await placed(orders(), member, 10_000)).toMatchObject({ state: 'authorized' });
  expect(await accountOf(member)).not.toHaveProperty('methodOff');
});

test('P11 the account is written with the methods only when Paid comes or goes', async () => {
  const member = await aMember();
  await member.pays('paid', '銀行振込');
  expect(await accountOf(member)).toEqual(newCreditAccount(member, terms));
});

test('P11 credit that is granted to a member without Paid opens an account that no order takes from', async () => {
  const buyer = { merchantId: 'mer_granted', buyerId: 'buy_granted' };
  const granted = { ...buyer, ...terms, examinationId: 'exm_granted', grantedAt: '2026-11-20T03:00:00.000Z' };
  await tables.transactions.write(...grantCredit(tables.transactions.name, granted, { methodOff: true }));
  await expect(authorizeOrder(orders(), anOrder(buyer, 10_000))).rejects.toEqual(switchedOff);
});
