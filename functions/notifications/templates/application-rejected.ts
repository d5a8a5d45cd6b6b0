import type { Matter, Template } from '../template.ts';
import { dateText, type Locale } from '../wording.ts';

const again = ({ buyer }: Matter, locale: Locale) => (buyer?.reapplyOn ? dateText(buyer.reapplyOn, locale) : undefined);

/** To the buyer, and neutral: why it was rejected is never said, least of all that a name met a list (JAPAN-RULES.md 2.2). */
export const applicationRejected: Template = {
  ja: (matter) => {
    const from = again(matter, 'ja');
    return {
      subject: '【Tegata】掛け払いのお申し込みの結果について',
      paragraphs: [
        `${matter.merchant.name}でのお取引に掛け払いをお申し込みいただき、ありがとうございました。`,
        '審査の結果、誠に残念ながら今回はご希望に添いかねることとなりました。',
        '審査の内容についてはお答えいたしかねますので、あらかじめご了承ください。',
        ...(from ? [`${from}以降、改めてお申し込みいただけます。`] : []),
      ],
    };
  },
  en: (matter) => {
    const from = again(matter, 'en');
    return {
      subject: '[Tegata] The result of your application for deferred payment',
      paragraphs: [
        `Thank you for applying to buy from ${matter.merchant.name} with deferred payment.`,
        'We are sorry to tell you that we cannot offer it to you this time.',
        'Please understand that we cannot discuss how we came to this result.',
        ...(from ? [`You may apply again from ${from}.`] : []),
      ],
    };
  },
};
