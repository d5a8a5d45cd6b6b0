import * as z from 'zod/mini';
import { Coded, InformationRequest } from '../buyers/information-request.ts';
import type { Vault } from '../shared/vault.ts';
import { type Examination, moveExamination } from './examination.ts';
import type { ExaminedInformation } from './examined-information.item.ts';

/** Nobody has answered it yet, and no decision has closed it. */
const isOpen = ({ answeredAt, closedAt }: ExaminedInformation): boolean =>
  answeredAt === undefined && closedAt === undefined;

/** The questions whose answers are awaited. */
export const openQuestions = ({ informationRequests = [] }: Examination): ExaminedInformation | undefined =>
  informationRequests.find(isOpen);

/** What was answered, and what the merchant adds to it. */
const Answers = z.object({ answers: z.array(Coded), note: z.optional(z.string()) });
export type Answers = z.infer<typeof Answers>;

const answersPlace = (examinationId: string, requestId: string) => ({ examinationId, field: 'information', requestId });

interface Told {
  readonly by: string;
  readonly at: string;
}

/** The examination with new questions: it stays in the operators' queue. */
export const withQuestions = (
  examination: Examination,
  { note, ...request }: InformationRequest & { readonly note?: string | undefined },
  { by, at }: Told,
): Examination =>
  moveExamination(
    examination,
    { state: 'pending', reason: 'information_requested', by: `operator:${by}`, at },
    {
      informationRequests: [
        ...(examination.informationRequests ?? []),
        { ...request, askedBy: `operator:${by}`, ...(note === undefined ? {} : { note }) },
      ],
    },
  );

/** The examination with the answers to its open questions, sealed. */
export async function withAnswers(
  vault: Vault,
  examination: Examination,
  { requestId, answers, note }: Answers & { readonly requestId: string },
  { by, at }: Told,
): Promise<Examination> {
  const { examinationId, informationRequests = [] } = examination;
  const told: Answers = { answers, ...(note === undefined ? {} : { note }) };
  const sealed = await vault.seal(answersPlace(examinationId, requestId), told);
  return moveExamination(
    examination,
    { state: 'pending', reason: 'information_provided', by: `merchant:${by}`, at },
    {
      informationRequests: informationRequests.map((one) =>
        one.requestId === requestId ? { ...one, answers: sealed, answeredAt: at, answeredBy: `merchant:${by}` } : one,
      ),
    },
  );
}

/** A decision does not wait for answers: it closes what is still open. */
export const withoutOpenQuestions = (
  { informationRequests }: Examination,
  at: string,
): Pick<Examination, 'informationRequests'> =>
  informationRequests === undefined
    ? {}
    : {
        informationRequests: informationRequests.map((one) => (isOpen(one) ? { ...one, closedAt: at } : one)),
      };

/** Questions and answers as operators read them. */
export const ShownInformation = z.extend(InformationRequest, {
  /** The operator's own, which nobody outside sees. */
  note: z.nullable(z.string()),
  askedBy: z.string(),
  answers: z.nullable(z.array(Coded)),
  answerNote: z.nullable(z.string()),
  answeredBy: z.nullable(z.string()),
  answeredAt: z.nullable(z.string()),
  /** When a decision came before the answers. */
  closedAt: z.nullable(z.string()),
});

export const shownInformation = (
  vault: Vault,
  { examinationId, informationRequests = [] }: Examination,
): Promise<z.infer<typeof ShownInformation>[]> =>
  Promise.all(
    informationRequests.map(async ({ requestId, questions, askedAt, askedBy, ...one }) => {
      const told = one.answers && Answers.parse(await vault.open(answersPlace(examinationId, requestId), one.answers));
      return {
        ...{ requestId, questions, note: one.note ?? null, askedBy, askedAt },
        ...{ answers: told?.answers ?? null, answerNote: told?.note ?? null },
        ...{ answeredBy: one.answeredBy ?? null, answeredAt: one.answeredAt ?? null, closedAt: one.closedAt ?? null },
      };
    }),
  );
