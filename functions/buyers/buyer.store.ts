import { examinationWrite } from '../screening/examination.item.ts';
import { openExamination } from '../screening/examination.ts';
import type { Clock } from '../shared/clock.ts';
import { listByCreation } from '../shared/creation-index.ts';
import type { OnceOwner } from '../shared/once.item.ts';
import { type SealedOnce, sealedOnce } from '../shared/sealed-once.ts';
import type { Table } from '../shared/table.ts';
import type { Vault } from '../shared/vault.ts';
import { isNew, type Write, WriteRefused } from '../shared/write.ts';
import type { BuyerChange } from './apply-for-credit.ts';
import { buyerWrite, readBuyer } from './buyer.item.ts';
import { refuseBuyer } from './buyer.refusals.ts';
import type { Buyer } from './buyer.ts';
import { identityOf } from './company.ts';
import { claimEmail } from './email-claim.ts';
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
    earlier: (merchantId: string, once: BuyerChange['once']) => proofs.earlier(ownerOf(merchantId), once),
    save: (change: BuyerChange) => save(table, proofs, change),
    list: (request: BuyerList) => list(table, request),
  };
}

async function get(table: Table, merchantId: string, buyerId: string): Promise<Buyer> {
  const item = await table.get(relationKey({ merchantId, buyerId }));
  if (!item) throw refuseBuyer('BuyerNotFound', `There is no buyer ${buyerId}.`);
  return readBuyer(item);
}

async function save(table: Table, proofs: SealedOnce, { buyer, emailMac, once, answer }: BuyerChange) {
  const { merchantId, buyerId, reference, examinationId } = buyer;
  const writes: Write[] = [
    buyerWrite(table.name, buyer, emailMac === undefined ? undefined : 'buyer_application.submitted'),
  ];
  const refused = [refuseBuyer('BuyerStateConflict', 'The buyer was changed by another request. Read it again.')];
  if (buyer.version === 1) {
    writes.push({ table: table.name, put: { ...referenceKey(merchantId, reference), buyerId }, condition: isNew });
    refused.push(refuseBuyer('ReferenceAlreadyUsed', `Another buyer has the reference ${reference}.`, { reference }));
  }
  if (emailMac !== undefined && examinationId !== undefined) {
    writes.push(claimEmail(table.name, emailMac, identityOf(buyer.company)));
    refused.push(emailRegistered());
    writes.push(examinationWrite(table.name, openExamination({ ...buyer, examinationId })));
  }
  try {
    return await proofs.write({ owner: ownerOf(merchantId), once, answer, writes });
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    throw refused.find((_, at) => error.found[at]) ?? error;
  }
}

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
