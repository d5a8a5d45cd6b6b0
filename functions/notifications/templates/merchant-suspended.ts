import type { Template } from '../template.ts';
import { dayText } from '../wording.ts';

/** To the merchant: its keys read and do not write until it is reinstated. Why is talked about, not written. */
export const merchantSuspended: Template = {
  ja: ({ event, merchant }) => ({
    subject: '【Tegata】加盟店サービスのご利用を一時停止しました',
    paragraphs: [
      `${merchant.name}様の加盟店サービスのご利用を一時停止しました。新しいご注文の受付はできません。`,
      '登録済みの内容はこれまでどおり照会いただけます。詳しくは下記のお問い合わせ先までご連絡ください。',
    ],
    facts: [['停止日', dayText(event.occurredAt, 'ja')]],
  }),
  en: ({ event, merchant }) => ({
    subject: '[Tegata] Your service is suspended for the time being',
    paragraphs: [
      `The service of ${merchant.name} is suspended for the time being. New orders are not accepted.`,
      'Everything on record can be read as before. Please contact us at the address below.',
    ],
    facts: [['Suspended on', dayText(event.occurredAt, 'en')]],
  }),
};
