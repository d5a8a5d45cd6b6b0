import type { Template } from '../template.ts';
import { dayText } from '../wording.ts';

/** To the merchant: its own application to the platform is approved. */
export const merchantApproved: Template = {
  ja: ({ event, merchant }) => ({
    subject: '【Tegata】加盟店審査の結果について（承認）',
    paragraphs: [
      `${merchant.name}様の加盟店審査が完了し、ご利用いただけることとなりました。`,
      'まずテスト環境の接続情報を発行いたします。接続テストの完了後に本番環境をご利用いただけます。',
    ],
    facts: [['決定日', dayText(event.occurredAt, 'ja')]],
  }),
  en: ({ event, merchant }) => ({
    subject: '[Tegata] Your application as a merchant is approved',
    paragraphs: [
      `The examination of ${merchant.name} is complete, and you can use our service.`,
      'You will be issued credentials for the test environment first; the live ones follow when the connection test is done.',
    ],
    facts: [['Decided on', dayText(event.occurredAt, 'en')]],
  }),
};
