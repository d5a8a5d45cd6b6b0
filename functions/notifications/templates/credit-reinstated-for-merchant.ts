import { buyerFacts, type Template } from '../template.ts';

/** To the merchant: a buyer may order again. */
export const creditReinstatedForMerchant: Template = {
  ja: (matter) => ({
    subject: '【Tegata】お取引先の掛け払いを再開しました',
    paragraphs: ['次のお取引先は、再び掛け払いでご注文いただけます（利用可能-取引中）。'],
    facts: buyerFacts(matter, 'ja'),
  }),
  en: (matter) => ({
    subject: '[Tegata] A buyer may order on credit again',
    paragraphs: ['This buyer can place orders with deferred payment again.'],
    facts: buyerFacts(matter, 'en'),
  }),
};
