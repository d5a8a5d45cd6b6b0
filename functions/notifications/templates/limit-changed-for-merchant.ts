import { buyerFacts, factsOf, type Template } from '../template.ts';

/** To the merchant: how much a buyer may order for has changed. */
export const limitChangedForMerchant: Template = {
  ja: (matter) => ({
    subject: '【Tegata】お取引先の利用限度額が変更されました',
    paragraphs: ['次のお取引先の利用限度額が変更されました。これからのご注文に適用されます。'],
    facts: [...buyerFacts(matter, 'ja'), ...factsOf(matter, 'ja', 'limit', 'startsOn', 'endsOn')],
  }),
  en: (matter) => ({
    subject: "[Tegata] A buyer's credit limit has changed",
    paragraphs: ["This buyer's credit limit has changed. It applies to orders from now on."],
    facts: [...buyerFacts(matter, 'en'), ...factsOf(matter, 'en', 'limit', 'startsOn', 'endsOn')],
  }),
};
