import { examinationPointer } from '../credit/buyer-index.ts';
import { historyWrite } from '../credit/credit-history.ts';
import { facilityWrite } from '../credit/facility.item.ts';
import { latestFacility } from '../credit/relation-credit.ts';
import { changed } from '../credit/stored-facility.ts';
import { examinationKey, examinationWrite, readExamination } from '../screening/examination.item.ts';
import { type Examination, openExamination } from '../screening/examination.ts';
import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import { listByCreation } from '../shared/creation-index.ts';
import type { OnceOwner } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { type SealedOnce, sealedOnce } from '../shared/sealed-once.ts';
import type { Table } from '../shared/table.ts';
import type { Vault } from '../shared/vault.ts';
import { isNew, type Write, WriteContended, WriteRefused } from '../shared/write.ts';
import type { BuyerChange } from './apply-for-credit.ts';
import { buyerWrite, readBuyer } from './buyer.item.ts';
import { refuseBuyer } from './buyer.refusals.ts';
import type { Buyer } from './buyer.ts';
import { closeAccount } from './close-account.ts';
import { type Company, identityOf } from './company.ts';
import { companyRelationWrite } from './company-relation.ts';
import { CreditAccount, creditAccountKey } from './credit-account.ts';
import { claimEmail, claimedCompany, emailKey } from './email-claim.ts';
import { methodSwitch } from './method-switch.ts';
import type { BuyerList } from './read-buyers.ts';
import { relationKey } from './relation.ts';

const ownerOf = (merchantId: string): OnceOwner => `MERCHANT#${merchantId}`;
const referenceKey = (merchantId: string, reference: string) => ({
  PK: ownerOf(merchantId),
  SK: `BUYERREF#${reference}`,
});

/** Buyers of the Transactions table. */
export function buyerStore(table: Table, clock: Clock, vault: Vault) {
  const proofs = sealedOnce(table, clock, vault);
  return {
    get: (merchantId: string, buyerId: string) => get(table, merchantId, buyerId),
    earlier: (merchantId: string, once: OnceRequest) => proofs.earlier(ownerOf(merchantId), once),
    companyId: async (emailMac: string, company: Company): Promise<string> => {
      const identity = identityOf(company);
      return claimedCompany(await table.get(emailKey(emailMac)), identity) ?? identity.companyId;
    },
    examinationOf: (buyer: Buyer) => examinationOf(table, buyer),
    save: (change: BuyerChange) => save(table, proofs, change),
    list: (request: BuyerList) => list(table, request),
  };
}

async function get(table: Table, merchantId: string, buyerId: string): Promise<Buyer> {
  const item = await table.get(relationKey({ merchantId, buyerId }));
  if (!item) throw refuseBuyer('BuyerNotFound', `There is no buyer ${buyerId}.`);
  return readBuyer(item);
}

async function examinationOf(table: Table, { buyerId, examinationId = '' }: Buyer): Promise<Examination> {
  const item = await table.get(examinationKey(examinationId));
  if (!item) throw new Error(`${buyerId} is under the examination ${examinationId}, which there is not`);
  return readExamination(item);
}

/** A write, and what its refusal means to the caller. */
type Guarded = readonly [Write, Refusal];

async function save(table: Table, proofs: SealedOnce, change: BuyerChange): Promise<Answer> {
  const { buyer, once, answer } = change;
  return writeGuarded(table, change, async (writes) => {
    if (once) return proofs.write({ owner: ownerOf(buyer.merchantId), once, answer, writes });
    await table.write(...writes);
    return answer;
  });
}

/** A change of our own, which nobody waits for: the version that was read guards it against repeats. */
export const saveUnasked =
  (table: Table) =>
  (change: Omit<BuyerChange, 'once' | 'answer'>): Promise<void> =>
    writeGuarded(table, change, (writes) => table.write(...writes));

async function writeGuarded<Result>(
  table: Table,
  change: Omit<BuyerChange, 'answer'>,
  write: (writes: readonly Write[]) => Promise<Result>,
): Promise<Result> {
  const guarded = [
    ...writesOf(table.name, change),
    ...(change.closes ? await endOfCredit(table, change, change.closes) : await switchOfMethod(table, change)),
  ];
  try {
    return await write(guarded.map(([one]) => one));
  } catch (error) {
    if (error instanceof WriteContended) {
      throw refuseRequest('TooBusy', "Orders are at the buyer's credit account. Send this again.", {}, error);
    }
    if (!(error instanceof WriteRefused)) throw error;
    throw guarded.find((_, at) => error.found[at])?.[1] ?? error;
  }
}

function writesOf(
  table: string,
  { buyer, event, actor, emailMac, examination: learnt, once }: Omit<BuyerChange, 'answer'>,
): Guarded[] {
  const { merchantId, reference, buyerId, examinationId } = buyer;
  const writes: Guarded[] = [[buyerWrite(table, buyer, event, actor), overtaken(once !== undefined)]];
  if (buyer.version === 1) {
    const used = refuseBuyer('ReferenceAlreadyUsed', `Another buyer has the reference ${reference}.`, { reference });
    writes.push([{ table, put: { ...referenceKey(merchantId, reference), buyerId }, condition: isNew }, used]);
  }
  if (emailMac !== undefined) {
    writes.push([claimEmail(table, emailMac, identityOf(buyer.company)), emailRegistered()]);
  }
  if (learnt) writes.push([examinationWrite(table, learnt), overtaken(true)]);
  if (event === 'buyer_application.submitted' && examinationId !== undefined) {
    const examination = openExamination({ ...buyer, examinationId });
    writes.push([examinationWrite(table, examination), overtaken(true)]);
    writes.push([examinationPointer(table, examination), overtaken(true)]);
    if (buyer.companyId !== undefined) {
      writes.push([companyRelationWrite(table, { ...buyer, companyId: buyer.companyId }), overtaken(true)]);
    }
  }
  return writes;
}

/** Orders are refused from the same moment on at which Paid leaves the buyer's methods. */
async function switchOfMethod(table: Table, { buyer, once }: Omit<BuyerChange, 'answer'>): Promise<Guarded[]> {
  const item = buyer.version === 1 ? undefined : await table.get(creditAccountKey(buyer));
  const write = methodSwitch(table.name, buyer, item && CreditAccount.parse(item));
  return write ? [[write, overtaken(once !== undefined)]] : [];
}

/** A relation that ends takes its facility along: it is not renewed, and counts for the company no more. */
async function endOfCredit(
  table: Table,
  { buyer, actor }: Omit<BuyerChange, 'answer'>,
  account: CreditAccount,
): Promise<Guarded[]> {
  const isOpen = refuseBuyer('BuyerHasOpenBusiness', 'Open orders or receivables still take from its credit.');
  const writes: Guarded[] = [[closeAccount(table.name, account), isOpen]];
  const before = await latestFacility(table, buyer);
  if (!before || before.state === 'expired' || before.state === 'revoked') return writes;
  const facility = changed(before, { state: 'revoked', stateReason: 'relation_closed' }, buyer.updatedAt);
  const type = 'credit_facility.revoked';
  const history = historyWrite(table.name, { type, facility, limitBefore: before.limit, actor });
  return [...writes, [facilityWrite(table.name, facility, type, actor), overtaken(true)], [history, overtaken(true)]];
}

const overtaken = (isRequest: boolean): Refusal =>
  isRequest
    ? refuseBuyer('BuyerStateConflict', 'The buyer was changed by another request. Read it again.')
    : refuseRequest('VersionStale', 'The buyer has changed since it was read. Read it again.');

/** As the credit side words it: 該当するメールアドレスはすでに登録済みです (CAPABILITIES.md P6). */
const emailRegistered = () =>
  refuseBuyer('BuyerEmailAlreadyRegistered', "The contact's e-mail address is already registered for another company.");

async function list(table: Table, request: BuyerList) {
  const { merchantId, state, reference, limit, cursor } = request;
  const isAsked = (buyer: Buyer) => state === undefined || buyer.state === state;
  if (reference === undefined) {
    const read = (item: Parameters<typeof readBuyer>[0]): Buyer | undefined => {
      const buyer = readBuyer(item);
      return isAsked(buyer) ? buyer : undefined;
    };
    const owner = ownerOf(merchantId);
    return listByCreation(table, { owner, kind: 'BUYER', filter: JSON.stringify([state]), limit, cursor, read });
  }
  const found = await table.get(referenceKey(merchantId, reference));
  const buyer = found && (await get(table, merchantId, String(found.buyerId)));
  return { items: buyer && isAsked(buyer) ? [buyer] : [], nextCursor: null };
}
