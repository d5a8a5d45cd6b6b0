import * as z from 'zod/mini';
import { codedLines } from '../buyers/information.contract.ts';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { ExaminationResource, examinationParams } from './examination.contract.ts';

/**
 * What an operator asks. Merchant and buyer read each question's text word for word: it names no list, no hit, no report of the
 * bureau and no other shop, because neither may learn of a hit (tipping-off, JAPAN-RULES.md 2.2), and it holds no personal data.
 */
export const RequestInformation = z.strictObject({
  questions: codedLines(300),
  /** Kept with the questions; only operators see it. */
  note: z.optional(line(1000)),
});
export type RequestInformation = z.infer<typeof RequestInformation>;

export const requestInformation = contract({
  operation: 'requestInformation',
  method: 'POST',
  path: '/v1/examinations/{examinationId}/information-requests',
  tag: 'Examinations',
  summary:
    'Asks the merchant for what an application leaves open; merchant and buyer read the questions, so they tell of no list',
  audience: 'operator',
  params: examinationParams,
  body: RequestInformation,
  once: true,
  answers: { 201: { description: 'The examination, which waits for the answers.', schema: ExaminationResource } },
  refusals: [
    'ExaminationNotFound',
    'ExaminationAlreadyDecided',
    'ExaminationInProgress',
    'ExaminationSuperseded',
    'InformationRequestUnexpected',
    'InformationRequestOpen',
    'InformationRequestsUsedUp',
    'TooBusy',
  ],
});
