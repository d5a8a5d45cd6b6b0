import { beforeAll, describe, expect, test } from 'vitest';
import type { ApplyPorts } from '../../../functions/buyers/apply-for-credit.ts';
import type { BuyerResource } from '../../../functions/buyers/buyer.contract.ts';
import { buyerStore } from '../../../functions/buyers/buyer.store.ts';
import { creditStore } from '../../../functions/buyers/credit.store.ts';
import { getCredit, type ReadPorts } from '../../../functions/buyers/read-buyers.ts';
import { registerBuyer } from '../../../functions/buyers/register-buyer.ts';
import { eventTold } from '../../../functions/events/outbox.ts';
import { bureauMarks } from '../../../functions/sandbox/bureau-behaviours.ts';
import { askBureau } from '../../../functions/screening/ask-bureau.ts';
import { checkEmail, validateApplication } from '../../../functions/screening/check-application.ts';
import { recordPolicyDecision } from '../../../functions/screening/conclude.ts';
import { type DecisionPorts, decideExamination } from '../../../functions/screening/decide-examination.ts';
import type { ExaminationResource, ExaminationSummary } from '../../../functions/screening/examination.contract.ts';
import { caseStore, examinationStore } from '../../../functions/screening/examination.store.ts';
import { indexSanctionsList, matchSubject } from '../../../functions/screening/match.ts';
import { matchLists } from '../../../functions/screening/match-lists.ts';
import { getExamination, listExaminations } from '../../../functions/screening/read-examinations.ts';
import { requestReview } from '../../../functions/screening/request-review.ts';
import { scoreApplication } from '../../../functions/screening/score-application.ts';
import type { CaseInput } from '../../../functions/screening/screening-case.ts';
import { syntheticList } from '../../../functions/screening/synthetic-list.ts';
import { sealedOnce } from '../../../functions/shared/sealed-once.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { bodyOf, once, requestOf, validRegistration } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';
import { memoryBureau } from '../../support/screening-world.ts';

let time = Date.parse('2026-04-10T03:00:00Z');
const clock = { now: () => time++ };
const vault = openVault(keyService(), clock);
const index = indexSanctionsList(syntheticList());
const reason = 'Checked by telephone with the company.';

describe('examinations in the table', () => {
  let tables: TestTables;
  let buyers: ApplyPorts & ReadPorts;
  let decisions: DecisionPorts & { examinations: ReturnType<typeof examinationStore> };
  const resolved: string[] = [];
  const bureau = memoryBureau(clock);
  let applicants = 0;

  beforeAll(async () => {
    tables = await testTables();
    const table = tables.transactions;
    buyers = {
      clock,
      vault,
      buyers: buyerStore(table, clock, vault),
      credit: creditStore(table),
    };
    const examinations = examinationStore(table, sealedOnce(table, clock, vault));
    decisions = {
      clock,
      vault,
      examinations,
      rescreenings: examinations,
      exposures: { otherLimits: async () => 0 },
      lists: { match: (subject) => matchSubject(index, subject) },
      tasks: { resolve: async (token) => resolved.push(token) > 0 },
    };
  });

  /** A buyer that has applied, and its case. */
  async function apply(mark?: string): Promise<CaseInput> {
    const n = applicants++;
    const corporateNumber = bureauMarks.find(({ behaviour }) => behaviour === mark)?.corporateNumber;
    const body = validRegistration(
      { reference: `R-${n}`, apply: true, requestedCreditLimit: 700_000 },
      { corporateNumber },
    );
    const contact = { ...body.contact, email: `applicant-${n}@x.jp` };
    const { id: buyerId } = bodyOf<BuyerResource>(
      await registerBuyer(buyers, { ...body, contact }, requestOf('mer_demo', once())),
    );
    const buyer = await tables.transactions.get({ PK: 'MERCHANT#mer_demo', SK: `BUYER#${buyerId}` });
    return { merchantId: 'mer_demo', buyerId, examinationId: String(buyer?.examinationId) };
  }

  const ports = () => {
    const cases = caseStore(tables.transactions);
    const lists = { match: (subject: Parameters<typeof matchSubject>[1]) => matchSubject(index, subject) };
    return {
      ...{ clock, vault, cases, lists },
      bureau: bureau.bureau,
      exposures: { otherLimits: async () => 0 },
      emails: cases,
      reviews: cases,
      conclusions: cases,
    };
  };

  /** The machine's way up to its decision. */
  async function screen(input: CaseInput) {
    await validateApplication(ports(), input);
    await checkEmail(ports(), input);
    await matchLists(ports(), input);
    await askBureau(ports(), input);
    return scoreApplication(ports(), input);
  }
  const toReview = async (mark = 'review') => {
    const input = await apply(mark);
    await screen(input);
    await requestReview(ports(), { ...input, taskToken: `token-${input.buyerId}`, reason: 'policy_review' });
    return input;
  };
  const itemsOf = async ({ buyerId }: CaseInput) =>
    (await tables.transactions.scan({})).items.filter(
      ({ PK, SK }) => PK === 'MERCHANT#mer_demo' && String(SK).includes(buyerId),
    );

  test('are approved in one write: buyer, credit account, facility and their events', async () => {
    const input = await apply();
    expect(await screen(input)).toEqual({ outcome: 'approve' });
    await recordPolicyDecision(ports(), input);
    const items = await itemsOf(input);
    const told = items.flatMap((item) => eventTold(item) ?? []);
    expect(told.map(({ type, sequence }) => `${type} ${sequence}`).sort()).toEqual([
      'buyer_application.decided 2',
      'credit_facility.granted 1',
    ]);
    expect(bodyOf(await getCredit(buyers, input.merchantId, input.buyerId))).toEqual({
      limit: 700_000,
      held: 0,
      receivable: 0,
      available: 700_000,
      facility: { state: 'active', startsOn: '2026-04-10', endsOn: '2027-04-09' },
    });
    await recordPolicyDecision(ports(), input); // a repeat of the step
    expect(await itemsOf(input)).toEqual(items);
  });

  test('keep the personal part of what they know sealed, the list record too', async () => {
    const input = await apply('review');
    await screen(input);
    const { items } = await tables.transactions.scan({});
    const kept = JSON.stringify(items.filter(({ SK }) => SK === 'EXAMINATION'));
    for (const personal of ['太郎', 'タロウ', 'MINATO', 'applicant-']) expect(kept).not.toContain(personal);
  });

  test('show an operator everything they rest on, and never the task token', async () => {
    const input = await toReview();
    const told = await getExamination(decisions, input.examinationId);
    expect(told.body).not.toContain('token-');
    expect(bodyOf<ExaminationResource>(told)).toMatchObject({
      id: input.examinationId,
      state: 'pending',
      stateReason: 'policy_review',
      nextActions: ['decide', 'request_information'],
      proposedCreditLimit: 700_000,
      policyVersion: 'credit-policy-2026-01',
      inputs: {
        appliedOn: '2026-04-10',
        company: { name: '株式会社みなと商会' },
        representative: { familyName: '港' },
        bureauReport: { found: true, incidents: [{ kind: 'default' }] },
        listMatch: { decision: 'clear', listId: 'tegata-synthetic' },
      },
      listHits: [],
      proposal: { outcome: 'review', reasons: ['past_default'] },
      decision: null,
    });
    expect(bodyOf<ExaminationResource>(told).ruleTrace.map(({ rule }) => rule)).toContain('past_default');
  });

  test('are listed by their state, and leave the queue when they are decided', async () => {
    const waiting = [await toReview(), await toReview(), await toReview()].map(({ examinationId }) => examinationId);
    const queue = async (state: 'pending' | 'decided', limit = 100) =>
      bodyOf<{ items: ExaminationSummary[]; nextCursor: string | null }>(
        await listExaminations(decisions, { state, limit }),
      );
    const ids = async (state: 'pending' | 'decided') => (await queue(state)).items.map(({ id }) => id);
    expect((await ids('pending')).filter((id) => waiting.includes(id))).toEqual(waiting.toReversed());
    expect((await queue('pending', 1)).nextCursor).not.toBeNull();
    await decideExamination(
      decisions,
      waiting[1] ?? '',
      { outcome: 'reject', reason },
      { actor: { by: 'k' }, once: once() },
    );
    expect(await ids('pending')).not.toContain(waiting[1]);
    expect(await ids('decided')).toContain(waiting[1]);
  });

  test('are decided once: of a crowd of operators one is heard, and the limit is granted once', async () => {
    const input = await toReview();
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) =>
        decideExamination(
          decisions,
          input.examinationId,
          { outcome: 'approve', creditLimit: 300_000 + n * 100_000, reason },
          { actor: { by: `key_${n}` }, once: once() },
        ),
      ),
    );
    const heard = results.flatMap((one) =>
      one.status === 'fulfilled' ? [bodyOf<ExaminationResource>(one.value)] : [],
    );
    expect(heard).toHaveLength(1);
    const limit = heard[0]?.decision?.creditLimit;
    expect(bodyOf(await getCredit(buyers, input.merchantId, input.buyerId))).toMatchObject({ limit });
    expect(resolved.filter((token) => token === `token-${input.buyerId}`)).toHaveLength(1);
  });

  test('refuse a second decision, and replay the first to whoever sends it again', async () => {
    const input = await toReview();
    const request = { actor: { by: 'key_1' }, once: once('decide-1', { a: 1 }) };
    const approve = { outcome: 'approve' as const, reason };
    const first = await decideExamination(decisions, input.examinationId, approve, request);
    expect(bodyOf<ExaminationResource>(first).decision).toMatchObject({
      creditLimit: 700_000,
      decidedBy: 'operator:key_1',
    });
    const again = await decideExamination(decisions, input.examinationId, approve, request);
    expect(again).toEqual({ ...first, replayed: true });
    await expect(
      decideExamination(decisions, input.examinationId, approve, { actor: { by: 'key_2' }, once: once() }),
    ).rejects.toMatchObject({ code: 'ExaminationAlreadyDecided' });
    await requestReview(ports(), { ...input, taskToken: 'late', reason: 'still_waiting' }).then(
      () => expect.unreachable('a decided examination waits for nobody'),
      (refusal: { code: string }) => expect(refusal.code).toBe('ExaminationAlreadyDecided'),
    );
  });

  test('on hold stay in the queue with the reason and who held them', async () => {
    const input = await toReview();
    const hold = { outcome: 'hold' as const, reason: 'Waiting for the register.' };
    await decideExamination(decisions, input.examinationId, hold, { actor: { by: 'key_3' }, once: once() });
    expect(resolved).not.toContain(`token-${input.buyerId}`);
    const told = bodyOf<ExaminationResource>(await getExamination(decisions, input.examinationId));
    expect(told).toMatchObject({ state: 'pending', stateReason: 'on_hold: Waiting for the register.' });
    expect(told.history.at(-1)).toMatchObject({ by: 'operator:key_3' });
  });

  test('that nobody has opened are not there', async () => {
    await expect(getExamination(decisions, 'exm_none')).rejects.toMatchObject({ code: 'ExaminationNotFound' });
  });

  test('are closed to a machine that comes with another buyer', async () => {
    const [one, other] = [await apply(), await apply()];
    await expect(validateApplication(ports(), { ...one, buyerId: other.buyerId })).rejects.toMatchObject({
      code: 'ExaminationSuperseded',
    });
  });
});
