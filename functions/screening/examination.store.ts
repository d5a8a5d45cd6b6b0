import { type BuyerEvent, buyerWrite, readBuyer } from '../buyers/buyer.item.ts';
import type { Buyer } from '../buyers/buyer.ts';
import type { CompanyIdentity } from '../buyers/company.ts';
import { CreditAccount, type CreditAccountId, creditAccountKey } from '../buyers/credit-account.ts';
import { emailKey, isClaimOf } from '../buyers/email-claim.ts';
import { grantCredit } from '../buyers/facility.ts';
import { isMethodOff } from '../buyers/method-switch.ts';
import { relationKey } from '../buyers/relation.ts';
import { examinationIdsOf } from '../credit/buyer-index.ts';
import { companyGuard } from '../credit/company-guard.ts';
import { refuseCredit } from '../credit/credit.refusals.ts';
import { isDealing } from '../credit/credit-relation.ts';
import { latestFacility, readRelation, relationWrites } from '../credit/relation-credit.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDateOf } from '../shared/clock.ts';
import { listByCreation } from '../shared/creation-index.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { SealedOnce } from '../shared/sealed-once.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, type Write, WriteRefused } from '../shared/write.ts';
import type { Conclusion } from './conclude.ts';
import type { RescreeningChange } from './decide-rescreening.ts';
import { examinationKey, examinationQueue, examinationWrite, readExamination } from './examination.item.ts';
import { refuseExamination } from './examination.refusals.ts';
import type { Examination } from './examination.ts';
import type { ExaminationQueue } from './read-examinations.ts';
import type { AskPorts } from './request-information.ts';
import type { CaseInput, ScreeningCase } from './screening-case.ts';

/**
 * What a conclusion writes: the examination first, then the buyer, then the credit that was granted. A buyer that had credit
 * before goes on with the same account. Only an application's decision is the buyer's to be told: a renewal tells its facility.
 */
async function conclusionWrites(
  table: Table,
  { examination, buyer, facility, actor, before }: Conclusion,
): Promise<Write[]> {
  const isApplication = examination.kind === 'application';
  const event: BuyerEvent | undefined = isApplication ? 'buyer_application.decided' : undefined;
  return [
    examinationWrite(table.name, examination),
    buyer === before ? unchanged(table.name, buyer) : buyerWrite(table.name, buyer, event, actor),
    ...(facility ? await grantWrites(table, { examination, buyer, facility, actor }) : []),
  ];
}

type Grant = Required<Pick<Conclusion, 'examination' | 'buyer' | 'facility' | 'actor'>>;

/** A renewal that was begun before a hit on a list ended the credit for good does not begin it anew. */
async function grantWrites(table: Table, { examination, buyer, facility, actor }: Grant): Promise<Write[]> {
  const credit = await creditOf(table, facility);
  if (examination.kind === 'renewal' && credit.facility?.state === 'revoked') {
    throw refuseCredit('FacilityNotOpen', 'The credit facility is revoked.', { state: credit.facility.state });
  }
  const guard = { creditLimit: facility.limit, today: businessDateOf(facility.grantedAt) };
  return [
    ...grantCredit(table.name, facility, { ...credit, methodOff: isMethodOff(buyer), actor }),
    await companyGuard(table, buyer, guard),
  ];
}

/** A renewal changes nothing of its buyer, but must not give credit to one that has been closed meanwhile. */
const unchanged = (table: string, buyer: Buyer): Write => ({
  table,
  check: relationKey(buyer),
  condition: atVersion(buyer.version),
});

async function creditOf(table: Table, id: CreditAccountId) {
  const [account, facility] = await Promise.all([table.get(creditAccountKey(id)), latestFacility(table, id)]);
  return { account: account && CreditAccount.parse(account), facility };
}

/** The screening steps' side of the Transactions table. */
export function caseStore(table: Table) {
  return {
    load: async ({ merchantId, buyerId, examinationId }: CaseInput): Promise<ScreeningCase> => {
      const found = await findCase(table, examinationId);
      const { examination, buyer } = found;
      const isTheirs = examination.merchantId === merchantId && examination.buyerId === buyerId;
      const isCurrent = examination.kind === 'application' ? buyer.examinationId === examinationId : isDealing(buyer);
      if (isTheirs && (examination.state === 'decided' || isCurrent)) return found;
      throw refuseExamination('ExaminationSuperseded', `${buyerId} is not under ${examinationId}.`);
    },
    saveExamination: (examination: Examination): Promise<void> =>
      table.write(examinationWrite(table.name, examination)),
    /** Examination and buyer together; a buyer that did not change is left alone. */
    await: (before: ScreeningCase, after: ScreeningCase): Promise<void> =>
      table.write(
        examinationWrite(table.name, after.examination),
        ...(after.buyer === before.buyer ? [] : [buyerWrite(table.name, after.buyer)]),
      ),
    record: async (conclusion: Conclusion): Promise<void> =>
      table.write(...(await conclusionWrites(table, conclusion))),
    isClaimedBy: async (emailMac: string, company: CompanyIdentity): Promise<boolean> =>
      isClaimOf(await table.get(emailKey(emailMac)), company),
  };
}

type Asked = Parameters<AskPorts['examinations']['ask']>[0];

/** The operators' side. */
export function examinationStore(table: Table, proofs: SealedOnce) {
  const write = async (writes: readonly Write[], once: OnceRequest, told: Answer): Promise<Answer> => {
    try {
      return await proofs.write({ owner: 'OPERATOR', once, answer: told, writes });
    } catch (error) {
      throw error instanceof WriteRefused ? overtaken(error) : error;
    }
  };
  return {
    find: (examinationId: string) => findCase(table, examinationId),
    earlier: (once: OnceRequest) => proofs.earlier('OPERATOR', once),
    decide: async (decided: Conclusion, once: OnceRequest, told: Answer) =>
      write(await conclusionWrites(table, decided), once, told),
    conclude: (examination: Examination, change: RescreeningChange, once: OnceRequest, told: Answer) =>
      write([examinationWrite(table.name, examination), ...relationWrites(table.name, change)], once, told),
    relation: (id: CreditAccountId) => readRelation(table, id),
    hold: (examination: Examination, once: OnceRequest, told: Answer) =>
      write([examinationWrite(table.name, examination)], once, told),
    searched: (examination: Examination, once: OnceRequest, told: Answer) =>
      write([examinationWrite(table.name, examination)], once, told),
    ask: ({ examination, buyer, actor }: Asked, once: OnceRequest, told: Answer) =>
      write(
        [
          examinationWrite(table.name, examination),
          buyerWrite(table.name, buyer, 'buyer_application.information_requested', actor),
        ],
        once,
        told,
      ),
    ofBuyer: (buyerId: string) => examinationsOf(table, buyerId),
    list: ({ state, order, overdue, isAsked = () => true, ...page }: ExaminationQueue) =>
      listByCreation(table, {
        owner: examinationQueue(state),
        kind: 'EXAMINATION',
        filter: [state, order, overdue].join(' ').trim(),
        oldestFirst: order === 'oldest',
        ...page,
        read: (item) => {
          const examination = readExamination(item);
          return examination.state === state && isAsked(examination) ? examination : undefined; // the index may lag behind
        },
      }),
  };
}

/** The latest examinations of a buyer, newest first. */
export async function examinationsOf(table: Table, buyerId: string): Promise<Examination[]> {
  const ids = await examinationIdsOf(table, buyerId);
  return (await table.getMany(ids.map(examinationKey))).map(readExamination);
}

async function findCase(table: Table, examinationId: string): Promise<ScreeningCase> {
  const item = await table.get(examinationKey(examinationId));
  if (!item) throw refuseExamination('ExaminationNotFound', `There is no examination ${examinationId}.`);
  const examination = readExamination(item);
  const buyer = await table.get(relationKey(examination));
  if (!buyer) throw new Error(`${examinationId} examines ${examination.buyerId}, which does not exist`);
  return { examination, buyer: readBuyer(buyer) };
}

/** Another request, or the machine, was there between our reading and our writing. */
function overtaken(refused: WriteRefused): Error {
  const met = refused.found[0]?.item;
  const isDecided = met !== undefined && readExamination(met).state === 'decided';
  return isDecided
    ? refuseExamination('ExaminationAlreadyDecided', 'Another request has decided it meanwhile.', {}, refused)
    : refuseRequest('TooBusy', 'The examination has changed since it was read. Send this again.', {}, refused);
}
