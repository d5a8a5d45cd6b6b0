import { factsOf, type Template } from '../template.ts';

/** To the buyer. The words fit a higher limit as well as a lower one. */
export const limitChanged: Template = {
  ja: (matter) => ({
    subject: '【Tegata】掛け払いの利用限度額の変更について',
    paragraphs: [`${matter.merchant.name}でのお取引にご利用いただける掛け払いの限度額を変更しました。`],
    facts: [['ご利用先', matter.merchant.name], ...factsOf(matter, 'ja', 'limit', 'startsOn', 'endsOn')],
  }),
  en: (matter) => ({
    subject: '[Tegata] Your credit limit has changed',
    paragraphs: [`The credit limit for what you buy from ${matter.merchant.name} has changed.`],
    facts: [['Shop', matter.merchant.name], ...factsOf(matter, 'en', 'limit', 'startsOn', 'endsOn')],
  }),
};
