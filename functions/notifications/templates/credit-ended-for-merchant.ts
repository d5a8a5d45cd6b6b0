import { buyerFacts, factsOf, type Template } from '../template.ts';

/** To the merchant, as neutral as to the buyer. */
export const creditEndedForMerchant: Template = {
  ja: (matter) => ({
    subject: '【Tegata】お取引先の掛け払いのご利用期間が終了しました',
    paragraphs: [
      '次のお取引先の掛け払いのご利用期間が終了しました。新しいご注文にはご利用いただけません。',
      'すでに成立しているご注文は、これまでどおり出荷を確定していただけます。',
    ],
    facts: [...buyerFacts(matter, 'ja'), ...factsOf(matter, 'ja', 'endsOn')],
  }),
  en: (matter) => ({
    subject: "[Tegata] A buyer's credit has ended",
    paragraphs: [
      'The time for which this buyer could order on credit is over. New orders cannot use it.',
      'Orders that were accepted before can be confirmed as shipped as usual.',
    ],
    facts: [...buyerFacts(matter, 'en'), ...factsOf(matter, 'en', 'endsOn')],
  }),
};
