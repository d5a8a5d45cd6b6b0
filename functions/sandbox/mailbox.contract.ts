import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { CapturedMessage } from './mail.wire.ts';

/**
 * A merchant reads what was sent for it, to its buyers as well: nobody's real mail is in a sandbox, and whoever tries a flow wants
 * to see both sides of it. The view that production has too, without the texts, is `GET /v1/messages`.
 */
export const listTestMessages = contract({
  operation: 'listTestMessages',
  method: 'GET',
  path: '/v1/test/messages',
  tag: 'Sandbox',
  summary:
    'Lists the captured e-mails and text messages of the merchant, for operators of all, newest first (sandbox only)',
  audience: 'any_key',
  query: z.strictObject({
    ...pageQuery,
    to: z.optional(z.string().check(z.minLength(1), z.maxLength(254))),
  }),
  answers: {
    200: {
      description: 'A page of messages as they were sent.',
      schema: listOf(z.omit(CapturedMessage, { id: true })),
    },
  },
});

export const mailboxContracts = [listTestMessages];
