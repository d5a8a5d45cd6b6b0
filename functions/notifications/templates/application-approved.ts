import { factsOf, type Template } from '../template.ts';

/** To the buyer: it may order on credit. The merchant sees the limit; the letter names it where the event does. */
export const applicationApproved: Template = {
  ja: (matter) => ({
    subject: '【Tegata】掛け払いをご利用いただけるようになりました',
    paragraphs: [
      `${matter.merchant.name}でのお取引に、本日から掛け払いをご利用いただけます。`,
      'ご注文の際に、お支払い方法で「Paid」をお選びください。',
    ],
    facts: [['ご利用先', matter.merchant.name], ...factsOf(matter, 'ja', 'limit', 'startsOn', 'endsOn')],
  }),
  en: (matter) => ({
    subject: '[Tegata] You can now use deferred payment',
    paragraphs: [
      `From today you can buy from ${matter.merchant.name} with deferred payment.`,
      'Choose "Paid" as the payment method when you order.',
    ],
    facts: [['Shop', matter.merchant.name], ...factsOf(matter, 'en', 'limit', 'startsOn', 'endsOn')],
  }),
};
