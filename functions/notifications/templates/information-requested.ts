import type { Template } from '../template.ts';
import { dayText } from '../wording.ts';

/**
 * To the buyer: its application waits for answers (CAPABILITIES.md 5.1). The shop has the questions and gives the answers; a mail
 * can be forwarded, and what it asks would tell a stranger about the company.
 */
export const informationRequested: Template = {
  ja: ({ event, merchant }) => ({
    subject: '【Tegata】掛け払いの審査について確認させていただきたい事項があります',
    paragraphs: [
      `${merchant.name}でのお取引に掛け払いをご利用いただくための審査にあたり、確認させていただきたい事項があります。`,
      `内容は${merchant.name}にお伝えしております。お手数ですが、${merchant.name}にご連絡のうえ、ご回答をお願いいたします。`,
      'ご回答をいただくまで、審査を中断しております。',
    ],
    facts: [
      ['お申し込み先', merchant.name],
      ['確認のご依頼日', dayText(event.occurredAt, 'ja')],
    ],
  }),
  en: ({ event, merchant }) => ({
    subject: '[Tegata] We have questions about your application for deferred payment',
    paragraphs: [
      `Before we can decide your application to buy from ${merchant.name} with deferred payment, we need some information.`,
      `${merchant.name} has our questions. Please get in touch with ${merchant.name} and answer them there.`,
      'The examination pauses until then.',
    ],
    facts: [
      ['Shop', merchant.name],
      ['Asked on', dayText(event.occurredAt, 'en')],
    ],
  }),
};
