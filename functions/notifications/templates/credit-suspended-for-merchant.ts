import { buyerFacts, type Template } from '../template.ts';

/** To the merchant, as neutral as to the buyer. */
export const creditSuspendedForMerchant: Template = {
  ja: (matter) => ({
    subject: '【Tegata】お取引先の掛け払いを一時停止しました',
    paragraphs: [
      '次のお取引先について、掛け払いによる新しいご注文の受付を一時停止しました（利用可能-取引不可）。',
      'すでに成立しているご注文は、これまでどおり出荷を確定していただけます。',
    ],
    facts: buyerFacts(matter, 'ja'),
  }),
  en: (matter) => ({
    subject: '[Tegata] A buyer may not order on credit for the time being',
    paragraphs: [
      'For the time being this buyer cannot place new orders with deferred payment.',
      'Orders that were accepted before can be confirmed as shipped as usual.',
    ],
    facts: buyerFacts(matter, 'en'),
  }),
};
