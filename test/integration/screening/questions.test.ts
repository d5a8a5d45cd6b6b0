import { beforeAll, describe, expect, test } from 'vitest';
import type { BuyerResource } from '../../../functions/buyers/buyer.contract.ts';
import { buyerStore } from '../../../functions/buyers/buyer.store.ts';
import { creditStore } from '../../../functions/buyers/credit.store.ts';
import { provideInformation } from '../../../functions/buyers/provide-information.ts';
import { getBuyer } from '../../../functions/buyers/read-buyers.ts';
import { registerBuyer } from '../../../functions/buyers/register-buyer.ts';
import { eventOf } from '../../../functions/events/event.ts';
import { type DecisionPorts, decideExamination } from '../../../functions/screening/decide-examination.ts';
import type { ExaminationResource } from '../../../functions/screening/examination.contract.ts';
import { caseStore, examinationStore } from '../../../functions/screening/examination.store.ts';
import { indexSanctionsList, matchSubject } from '../../../functions/screening/match.ts';
import { getExamination } from '../../../functions/screening/read-examinations.ts';
import { requestInformation } from '../../../functions/screening/request-information.ts';
import { requestReview } from '../../../functions/screening/request-review.ts';
import { syntheticList } from '../../../functions/screening/synthetic-list.ts';
import { sealedOnce } from '../../../functions/shared/sealed-once.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { bodyOf, once, requestOf, validRegistration } from '../../support/buyers.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';

let time = Date.parse('2026-05-11T03:00:00Z'); // a Monday
const clock = { now: () => time++ };
const vault = openVault(keyService(), clock);
const questions = [
  { code: 'latest_sales', text: '直近期の売上高をお知らせください。' },
  { code: 'main_suppliers', text: '主な仕入先をお知らせください。' },
];
const answers = [
  { code: 'latest_sales', text: '1億2,000万円です。' },
  { code: 'main_suppliers', text: '株式会社朝日食品ほか。' },
];
const asOperator = (key?: string) => ({ actor: { by: 'key_op', requestId: 'req_op' }, once: once(key) });

describe('questions about an application', () => {
  let tables: TestTables;
  let applicants = 0;

  beforeAll(async () => {
    tables = await testTables();
  });

  const buyers = () => ({
    ...{ clock, vault, credit: creditStore(tables.transactions) },
    buyers: buyerStore(tables.transactions, clock, vault),
  });
  const operators = (): DecisionPorts & { examinations: ReturnType<typeof examinationStore> } => {
    const examinations = examinationStore(tables.transactions, sealedOnce(tables.transactions, clock, vault));
    return {
      ...{ clock, vault, examinations, rescreenings: examinations },
      exposures: { otherLimits: async () => 0 },
      lists: { match: (subject) => matchSubject(indexSanctionsList(syntheticList()), subject) },
      tasks: { resolve: async () => true },
    };
  };
  const itemOf = (buyerId: string) => tables.transactions.get({ PK: 'MERCHANT#mer_demo', SK: `BUYER#${buyerId}` });

  /** A buyer whose application a person has to look at. */
  async function reviewed() {
    const n = applicants++;
    const body = validRegistration({ reference: `Q-${n}`, apply: true });
    const contact = { ...body.contact, email: `questioned-${n}@x.jp` };
    const { id: buyerId } = bodyOf<BuyerResource>(
      await registerBuyer(buyers(), { ...body, contact }, requestOf('mer_demo')),
    );
    const examinationId = String((await itemOf(buyerId))?.examinationId);
    const cases = caseStore(tables.transactions);
    const input = { merchantId: 'mer_demo', buyerId, examinationId, taskToken: `token-${n}` };
    await requestReview({ clock, vault, cases, reviews: cases }, { ...input, reason: 'policy_review' });
    return { buyerId, examinationId };
  }
  const read = async (buyerId: string) => bodyOf<BuyerResource>(await getBuyer(buyers(), 'mer_demo', buyerId));
  const examined = async (examinationId: string) =>
    bodyOf<ExaminationResource>(await getExamination(operators(), examinationId));
  async function questioned() {
    const ids = await reviewed();
    await requestInformation(operators(), ids.examinationId, { questions, note: '内部メモ' }, asOperator());
    const { informationRequest } = await read(ids.buyerId);
    return { ...ids, requestId: informationRequest?.requestId ?? '' };
  }
  const provide = (
    buyerId: string,
    given: { requestId: string; answers: typeof answers; note?: string },
    key?: string,
  ) => provideInformation(buyers(), { buyerId, ...given }, requestOf('mer_demo', once(key)));

  test('are read by the merchant, without the operator’s note, and told by an event without them', async () => {
    const { buyerId, examinationId, requestId } = await questioned();
    const buyer = await read(buyerId);
    expect(buyer).toMatchObject({
      ...{ state: 'under_review', stateReason: 'info_required', nextActions: ['provide_information'] },
      informationRequest: { requestId, questions },
    });
    expect(JSON.stringify(buyer)).not.toContain('内部メモ');
    const item = (await itemOf(buyerId)) ?? {};
    expect(item.actor).toEqual({ by: 'key_op', requestId: 'req_op' });
    const event = eventOf(item);
    expect(event).toMatchObject({
      type: 'buyer_application.information_requested',
      data: { state: 'under_review', stateReason: 'info_required' },
    });
    expect(JSON.stringify(event)).not.toContain('売上高');
    expect(await examined(examinationId)).toMatchObject({
      ...{ state: 'pending', stateReason: 'information_requested', nextActions: ['decide'] },
      informationRequests: [{ requestId, questions, note: '内部メモ', askedBy: 'operator:key_op', answers: null }],
    });
  });

  test('are asked once, however often the request is sent', async () => {
    const { examinationId } = await reviewed();
    const first = await requestInformation(operators(), examinationId, { questions }, asOperator('ask-1'));
    const again = await requestInformation(operators(), examinationId, { questions }, asOperator('ask-1'));
    expect(again).toEqual({ ...first, replayed: true });
    expect((await examined(examinationId)).informationRequests).toHaveLength(1);
    await expect(
      requestInformation(operators(), examinationId, { questions }, asOperator('ask-2')),
    ).rejects.toMatchObject({ code: 'InformationRequestOpen' });
  });

  test('that two operators ask at the same moment are asked by one of them', async () => {
    const { examinationId } = await reviewed();
    const both = await Promise.allSettled(
      ['a', 'b'].map((key) => requestInformation(operators(), examinationId, { questions }, asOperator(`both-${key}`))),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await examined(examinationId)).informationRequests).toHaveLength(1);
  });

  test('are answered all at once: what is missing is named, and nothing is kept', async () => {
    const { buyerId, examinationId, requestId } = await questioned();
    const half = [{ code: 'head_count', text: '12名' }];
    await expect(provide(buyerId, { requestId, answers: half })).rejects.toMatchObject({
      kind: 'malformed',
      errors: [
        { pointer: '/answers', code: 'required', message: 'The question latest_sales is not answered.' },
        { pointer: '/answers', code: 'required', message: 'The question main_suppliers is not answered.' },
        { pointer: '/answers/0/code', code: 'unknown_question' },
      ],
    });
    expect((await read(buyerId)).stateReason).toBe('info_required');
    expect((await examined(examinationId)).informationRequests).toMatchObject([{ answers: null }]);
  });

  test('lead back to the review when they are answered, sealed, and read by operators only', async () => {
    const { buyerId, examinationId, requestId } = await questioned();
    const told = await provide(buyerId, { requestId, answers, note: '決算書は別便です。' }, 'answer-1');
    expect(told.status).toBe(201);
    expect(bodyOf(told)).toMatchObject({
      ...{ state: 'under_review', stateReason: 'manual_review', nextActions: ['await_decision'] },
      informationRequest: null,
    });
    expect(eventOf((await itemOf(buyerId)) ?? {})).toMatchObject({ type: 'buyer_application.information_provided' });
    expect(await examined(examinationId)).toMatchObject({
      ...{ state: 'pending', stateReason: 'information_provided', nextActions: ['decide', 'request_information'] },
      informationRequests: [{ requestId, answers, answerNote: '決算書は別便です。', answeredBy: 'merchant:key_test' }],
    });
    const kept = JSON.stringify((await tables.transactions.scan({})).items);
    for (const word of ['朝日食品', '別便']) expect(kept).not.toContain(word);
    expect(await provide(buyerId, { requestId, answers, note: '決算書は別便です。' }, 'answer-1')).toEqual({
      ...told,
      replayed: true,
    });
    await expect(provide(buyerId, { requestId, answers })).rejects.toMatchObject({ code: 'InformationNotRequested' });
  });

  test('are answered by one of two requests that come at the same moment', async () => {
    const { buyerId, examinationId, requestId } = await questioned();
    const both = await Promise.allSettled(
      ['x', 'y'].map((key) => provide(buyerId, { requestId, answers }, `at-${key}`)),
    );
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject([{ kind: 'conflict' }]);
    expect(
      (await examined(examinationId)).history.filter(({ reason }) => reason === 'information_provided'),
    ).toHaveLength(1);
  });

  test('are nobody else’s: another merchant’s answer finds no buyer', async () => {
    const { buyerId, requestId } = await questioned();
    const stranger = requestOf('mer_other', once());
    await expect(provideInformation(buyers(), { buyerId, requestId, answers }, stranger)).rejects.toMatchObject({
      code: 'BuyerNotFound',
    });
  });

  test('keep the clock of the review standing for the days that the answer took', async () => {
    const { buyerId, requestId } = await questioned();
    expect(await read(buyerId)).toMatchObject({ decideBy: '2026-05-14', calendarVersion: 'jp-banks-2022' });
    time += 48 * 60 * 60 * 1000; // Wednesday
    expect((await read(buyerId)).decideBy).toBe('2026-05-18');
    await provide(buyerId, { requestId, answers });
    time += 7 * 24 * 60 * 60 * 1000;
    expect((await read(buyerId)).decideBy).toBe('2026-05-18');
  });

  test('do not hold up a decision, which closes them', async () => {
    const { buyerId, examinationId, requestId } = await questioned();
    const reject = { outcome: 'reject' as const, reason: 'Other reasons are enough.' };
    await decideExamination(operators(), examinationId, reject, asOperator());
    expect(await read(buyerId)).toMatchObject({ state: 'rejected', informationRequest: null });
    const { informationRequests, decision } = await examined(examinationId);
    expect(informationRequests).toMatchObject([{ answers: null, closedAt: decision?.decidedAt }]);
    await expect(provide(buyerId, { requestId, answers })).rejects.toMatchObject({ code: 'InformationNotRequested' });
  });
});
