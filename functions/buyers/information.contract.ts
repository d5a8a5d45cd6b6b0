import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { BuyerResource, buyerParams } from './buyer.contract.ts';

/** `latest_sales`: the word by which an answer says to which question it belongs. */
export const questionCode = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/));
export const questionsMax = 10;

/** Questions and answers with codes that are each used once. */
export const codedLines = (textMax: number) =>
  z.array(z.strictObject({ code: questionCode, text: line(textMax) })).check(
    z.minLength(1),
    z.maxLength(questionsMax),
    z.refine((all) => new Set(all.map(({ code }) => code)).size === all.length, {
      error: 'A code is used twice.',
      params: { code: 'code_repeated' },
    }),
  );

export const ProvideInformation = z.strictObject({
  /** The `requestId` of the buyer's `informationRequest`. */
  requestId: z.string().check(z.maxLength(64)),
  answers: codedLines(1000),
  note: z.optional(line(1000)),
});
export type ProvideInformation = z.infer<typeof ProvideInformation>;

export const provideInformation = contract({
  operation: 'provideInformation',
  method: 'POST',
  path: '/v1/buyers/{buyerId}/information',
  tag: 'Buyers',
  summary: 'Answers all questions that were asked about an application, so that its review goes on',
  audience: 'buyers:write',
  params: buyerParams,
  body: ProvideInformation,
  once: true,
  answers: { 201: { description: 'The review of the buyer goes on.', schema: BuyerResource } },
  refusals: ['BuyerNotFound', 'BuyerStateConflict', 'InformationNotRequested', 'ExaminationAlreadyDecided'],
});
