import { buyerFacts, factsOf, type Template } from '../template.ts';

/** To the merchant: a buyer may order on credit now, and there is nothing to do (CAPABILITIES.md P7). It says nothing of other shops. */
export const relationOpenedForMerchant: Template = {
  ja: (matter) => ({
    subject: '【Tegata】お取引先がPaidをご利用いただけるようになりました',
    paragraphs: [
      '次のお取引先が、本日から貴社でPaidをご利用いただけるようになりました。',
      '貴社でのお手続きは必要ありません。',
    ],
    facts: [...buyerFacts(matter, 'ja'), ...factsOf(matter, 'ja', 'limit', 'startsOn', 'endsOn')],
  }),
  en: (matter) => ({
    subject: '[Tegata] One of your buyers can now use Paid',
    paragraphs: ['From today this buyer can use Paid at your shop.', 'There is nothing for you to do.'],
    facts: [...buyerFacts(matter, 'en'), ...factsOf(matter, 'en', 'limit', 'startsOn', 'endsOn')],
  }),
};
