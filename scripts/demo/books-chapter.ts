import type { JournalResource } from '../../functions/ledger/ledger.contract.ts';
import { type Cast, yen } from './narrator.ts';
import type { Orders } from './order-chapters.ts';

/** The end of the story: what it moved in the books, and whether they agree with themselves and with the orders. */
export async function tellBooks(
  { story, staff }: Cast,
  { shipped, cancelled, expired, buyerId }: Orders,
): Promise<void> {
  story.chapter('The books');
  const journals = await staff.journals(shipped);
  story.say('What the shipped order moved (amounts in yen):');
  story.table(['journal', 'business date', 'account', '', 'debit', 'credit'], journals.flatMap(journalRows));
  const debits = journals.flatMap(({ lines }) =>
    lines.filter(({ account }) => account === '1110').map(({ amount }) => amount),
  );
  story.check('one journal per shipment', debits, [300_000, 390_000]);
  const unmoved = [...(await staff.journals(cancelled)), ...(await staff.journals(expired))];
  story.check('none for the orders that were cancelled or have expired', unmoved.length, 0);
  const ours = journals.flatMap(({ lines }) => lines).every((line) => line.buyerId === buyerId);
  story.check('every line names its buyer', ours, true);

  const { at, accounts, totals } = await staff.trialBalance();
  story.say('', `Trial balance at ${at}, of all merchants:`);
  const rows = accounts.map(({ account, name, debit, credit, balance }) => [account, name, debit, credit, balance]);
  story.table(
    ['account', 'name', 'debit', 'credit', 'balance'],
    [...rows, ['', 'total', totals.debit, totals.credit, 0]],
  );
  story.check(`debit and credit are equal: ${yen(totals.debit)}`, totals.debit, totals.credit);
  story.check('the buyer’s receivable is among them', totals.debit >= 690_000, true);

  const { invariants } = await staff.verify();
  story.say('', 'POST /v1/ledger:verify reads all journals, orders and credit accounts again:');
  for (const { id, name, holds } of invariants) story.check(`${id} ${name}`, holds, true);
  story.check('nothing was left out', invariants.length > 0, true);
}

const journalRows = ({ id, businessDate, lines }: JournalResource) =>
  lines.map(({ account, accountName, amount }, at) => [
    at === 0 ? shortened(id) : '',
    at === 0 ? businessDate : '',
    account,
    accountName,
    amount > 0 ? amount : '',
    amount < 0 ? -amount : '',
  ]);

const shortened = (id: string): string => (id.length > 24 ? `${id.slice(0, 12)}…${id.slice(-10)}` : id);
