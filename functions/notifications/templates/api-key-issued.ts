import type { Template } from '../template.ts';
import { dayText } from '../wording.ts';

/** To the merchant, so that a key that nobody there asked for is noticed. The key itself is in no letter. */
export const apiKeyIssued: Template = {
  ja: ({ event }) => ({
    subject: '【Tegata】APIキーが発行または更新されました',
    paragraphs: [
      '貴社のAPIキーが発行または更新されました。キーそのものはメールに記載しません。',
      'お心当たりのない場合は、直ちに下記までご連絡ください。キーを無効にいたします。',
    ],
    facts: [['日付', dayText(event.occurredAt, 'ja')]],
  }),
  en: ({ event }) => ({
    subject: '[Tegata] An API key was issued or rotated',
    paragraphs: [
      'An API key of your company was issued or rotated. The key itself is never sent by e-mail.',
      'If you did not expect this, tell us at once and we will revoke the key.',
    ],
    facts: [['On', dayText(event.occurredAt, 'en')]],
  }),
};
