import { factsOf, type Template } from '../template.ts';

/** To the buyer, and neutral: the credit is over, by its last day or by a decision. */
export const creditEnded: Template = {
  ja: (matter) => ({
    subject: '【Tegata】掛け払いのご利用期間が終了しました',
    paragraphs: [
      `${matter.merchant.name}でのお取引について、掛け払いのご利用期間が終了しました。新しいご注文にはご利用いただけません。`,
      'すでに成立しているご注文への影響はありません。引き続きのご利用については、下記までお問い合わせください。',
    ],
    facts: [['ご利用先', matter.merchant.name], ...factsOf(matter, 'ja', 'endsOn')],
  }),
  en: (matter) => ({
    subject: '[Tegata] Your deferred payment has ended',
    paragraphs: [
      `The time for which you could buy from ${matter.merchant.name} with deferred payment is over. New orders cannot use it.`,
      'Orders that were accepted before are not affected. If you want to go on using it, write to the address below.',
    ],
    facts: [['Shop', matter.merchant.name], ...factsOf(matter, 'en', 'endsOn')],
  }),
};
