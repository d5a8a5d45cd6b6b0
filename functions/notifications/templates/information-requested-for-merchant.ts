import { buyerFacts, type Template } from '../template.ts';

/** To the merchant: an application cannot be decided without answers (CAPABILITIES.md 5.1). The questions are read in the API, not here. */
export const informationRequestedForMerchant: Template = {
  ja: (matter) => ({
    subject: '【Tegata】審査に必要な情報のご確認をお願いいたします',
    paragraphs: [
      '次のお取引先の審査にあたり、確認させていただきたい事項があります。',
      '管理画面またはAPIで内容をご確認のうえ、ご回答をお願いいたします。',
      'ご回答をいただくまで、審査を中断しております。',
    ],
    facts: buyerFacts(matter, 'ja'),
  }),
  en: (matter) => ({
    subject: '[Tegata] We have questions about an application',
    paragraphs: [
      'Before we can decide the application of this buyer, we need some information from you.',
      'Please read the questions on your screens or by the API, and answer them there.',
      'The examination pauses until then.',
    ],
    facts: buyerFacts(matter, 'en'),
  }),
};
