import type { Template } from '../template.ts';

/** To the buyer: it may order again. */
export const creditReinstated: Template = {
  ja: ({ merchant }) => ({
    subject: '【Tegata】掛け払いのご利用を再開しました',
    paragraphs: [`${merchant.name}でのお取引に、再び掛け払いをご利用いただけるようになりました。`],
    facts: [['ご利用先', merchant.name]],
  }),
  en: ({ merchant }) => ({
    subject: '[Tegata] You can use deferred payment again',
    paragraphs: [`You can buy from ${merchant.name} with deferred payment again.`],
    facts: [['Shop', merchant.name]],
  }),
};
