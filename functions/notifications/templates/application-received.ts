import type { Template } from '../template.ts';
import { dayText } from '../wording.ts';

/** To the buyer: the application has arrived and is being examined. */
export const applicationReceived: Template = {
  ja: ({ event, merchant }) => ({
    subject: '【Tegata】掛け払いのお申し込みを受け付けました',
    paragraphs: [
      `${merchant.name}でのお取引に掛け払いをご利用いただくためのお申し込みを受け付けました。`,
      '審査には通常1〜3営業日かかります。審査のため、お電話またはメールでご連絡を差し上げることがあります。',
      '結果は改めてメールでお知らせいたします。',
    ],
    facts: [
      ['お申し込み先', merchant.name],
      ['受付日', dayText(event.occurredAt, 'ja')],
    ],
  }),
  en: ({ event, merchant }) => ({
    subject: '[Tegata] We have received your application for deferred payment',
    paragraphs: [
      `We have received your application to buy from ${merchant.name} with deferred payment.`,
      'The examination usually takes one to three business days. We may call you or write to you in the meantime.',
      'You will be told the result by e-mail.',
    ],
    facts: [
      ['Shop', merchant.name],
      ['Received on', dayText(event.occurredAt, 'en')],
    ],
  }),
};
