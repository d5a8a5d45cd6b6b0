import type { Template } from '../template.ts';

/** To the merchant, and neutral (JAPAN-RULES.md 2.2). */
export const merchantRejected: Template = {
  ja: ({ merchant }) => ({
    subject: '【Tegata】加盟店審査の結果について',
    paragraphs: [
      `${merchant.name}様の加盟店審査の結果、誠に残念ながら今回はご希望に添いかねることとなりました。`,
      '審査の内容についてはお答えいたしかねますので、あらかじめご了承ください。',
    ],
  }),
  en: ({ merchant }) => ({
    subject: '[Tegata] The result of your application as a merchant',
    paragraphs: [
      `We have examined the application of ${merchant.name} and are sorry to tell you that we cannot accept it this time.`,
      'Please understand that we cannot discuss how we came to this result.',
    ],
  }),
};
