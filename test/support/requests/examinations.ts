import { aCompany } from '../companies.ts';
import { type OnceRows, own, type Parties, plain, type RequestRows } from './rows.ts';

const onExamination = (id: string, rest = '') => `/v1/examinations/${id}${rest}`;
const questions = [{ code: 'latest_sales', text: '直近期の売上高をお知らせください。' }];
const decision = { outcome: 'approve', creditLimit: 300_000, reason: '決算書を確認した' };

/** An application that waits for a person, in a request about its examination. */
async function waiting({ demo, operator }: Pick<Parties, 'demo' | 'operator'>, rest: string): Promise<string> {
  const { id } = await demo.register(aCompany({ name: '株式会社サンドボックス要審査' }));
  return onExamination((await operator.examinationOf(id, 'pending')).id, rest);
}

export const examinationRequests: RequestRows = {
  listExaminations: plain('/v1/examinations'),
  getExamination: own(({ examinationId }) => ({ path: onExamination(examinationId) })),
  searchListsAgain: own(async (_, parties) => ({ path: await waiting(parties, '/list-searches'), body: {} })),
  requestInformation: own(async (_, parties) => ({
    path: await waiting(parties, '/information-requests'),
    body: { questions },
  })),
  decideExamination: own(({ examinationId }) => ({ path: onExamination(examinationId, '/decision'), body: decision })),
};

export const examinationOnce: OnceRows = {
  decideExamination: async (parties) => {
    const path = await waiting(parties, '/decision');
    return { api: parties.operator.api, path, body: decision, otherBody: { ...decision, creditLimit: 400_000 } };
  },
  searchListsAgain: async (parties) => {
    return { api: parties.operator.api, path: await waiting(parties, '/list-searches'), body: {} };
  },
  requestInformation: async (parties) => {
    const path = await waiting(parties, '/information-requests');
    return { api: parties.operator.api, path, body: { questions }, otherBody: { questions, note: '追加の確認' } };
  },
};
