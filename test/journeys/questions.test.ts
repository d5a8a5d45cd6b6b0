import { expect, test } from 'vitest';
import type { BuyerResource } from '../../functions/buyers/buyer.contract.ts';
import type { EventResource } from '../../functions/events/event.contract.ts';
import type { MessageResource } from '../../functions/notifications/notification.contract.ts';
import type { ExaminationResource } from '../../functions/screening/examination.contract.ts';
import { expectProblem, until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import type { Page } from '../support/sessions.ts';

const { demo, operator } = await journey();

const questions = [
  { code: 'latest_sales', text: '直近期の売上高をお知らせください。' },
  { code: 'main_suppliers', text: '主な仕入先をお知らせください。' },
];
const answers = [
  { code: 'latest_sales', text: '1億2,000万円です。' },
  { code: 'main_suppliers', text: '株式会社朝日食品ほか。' },
];

/** The first of a list that is like this, once it is there. */
const found = <Resource>(path: string, what: string, isIt: (one: Resource) => boolean) =>
  until(
    () => what,
    async () => (await demo.api.get<Page<Resource>>(path)).items.find(isIt),
  );
const told = (buyerId: string, type: string) =>
  found<EventResource>(`/v1/events?resourceId=${buyerId}`, `the event ${type}`, (event) => event.type === type);

test('P8/5.1 an application that lacks something stays 審査中 with its questions, and is decided when they are answered', async () => {
  const { id } = await demo.register(aCompany({ name: '株式会社サンドボックス要審査' }));
  const { id: examinationId } = await operator.examinationOf(id, 'pending');
  await operator.api.post(`/v1/examinations/${examinationId}/information-requests`, { questions });

  const asked = await demo.buyer(id);
  expect(asked).toMatchObject({
    state: 'under_review',
    stateReason: 'info_required',
    informationRequest: { questions },
  });
  expect(asked.nextActions).toEqual(['provide_information']);
  const event = await told(id, 'buyer_application.information_requested');
  expect(JSON.stringify(event)).not.toContain('売上高');
  const mail = await found<MessageResource>(
    `/v1/messages?resourceId=${id}`,
    'the mail to the merchant',
    ({ template }) => template === 'information_requested_for_merchant',
  );
  expect(mail.recipient).toBe('merchant');
  const letter = await found<MessageResource>(
    `/v1/messages?resourceId=${id}`,
    'the mail to the buyer',
    ({ template }) => template === 'information_requested',
  );
  expect(letter.recipient).toBe('buyer');

  await operator.advance({ days: 7 });
  const requestId = asked.informationRequest?.requestId;
  const provide = (given: typeof answers) =>
    demo.api.tryPost<BuyerResource>(`/v1/buyers/${id}/information`, { requestId, answers: given });
  const half = expectProblem(await provide(answers.slice(0, 1)), 400, 'MalformedRequest');
  expect(JSON.stringify(half)).toContain('main_suppliers');
  const provided = await provide(answers);
  expect(provided).toMatchObject({ status: 201, body: { state: 'under_review', stateReason: 'manual_review' } });
  const { decideBy } = provided.body as BuyerResource;
  expect(decideBy?.localeCompare(asked.decideBy ?? '')).toBe(1);
  expectProblem(await provide(answers), 409, 'InformationNotRequested');
  await told(id, 'buyer_application.information_provided');

  const examination = await operator.api.get<ExaminationResource>(`/v1/examinations/${examinationId}`);
  expect(examination.informationRequests).toMatchObject([{ requestId, answers }]);
  await operator.decide(examinationId, { outcome: 'approve', creditLimit: 500_000, reason: '回答と決算書を確認した' });
  expect(await demo.buyer(id)).toMatchObject({ state: 'active', informationRequest: null });
  await expectBalancedBooks(operator);
});
