import { aCompany } from '../companies.ts';
import { type OnceRows, own, plain, type RequestRows } from './rows.ts';

const onExamination = (id: string, rest = '') => `/v1/examinations/${id}${rest}`;
const decision = { outcome: 'approve', creditLimit: 300_000, reason: '決算書を確認した' };

export const examinationRequests: RequestRows = {
  listExaminations: plain('/v1/examinations'),
  getExamination: own(({ examinationId }) => ({ path: onExamination(examinationId) })),
  decideExamination: own(({ examinationId }) => ({ path: onExamination(examinationId, '/decision'), body: decision })),
};

export const examinationOnce: OnceRows = {
  decideExamination: async ({ demo, operator }) => {
    const { id } = await demo.register(aCompany({ name: '株式会社サンドボックス要審査' }));
    const examination = await operator.examinationOf(id, 'pending');
    const path = onExamination(examination.id, '/decision');
    return { api: operator.api, path, body: decision, otherBody: { ...decision, creditLimit: 400_000 } };
  },
};
