import type { Template, TextTemplate } from '../template.ts';

/** To the buyer, and neutral whatever the cause is: nobody may learn from us that a name is being looked into (JAPAN-RULES.md 2.2). */
export const creditSuspended: Template = {
  ja: ({ merchant }) => ({
    subject: '【Tegata】掛け払いのご利用を一時停止しました',
    paragraphs: [
      `${merchant.name}でのお取引について、掛け払いによる新しいご注文の受付を一時停止しました。`,
      'すでに成立しているご注文への影響はありません。再開の際は改めてお知らせいたします。',
      'ご不明な点は、下記のお問い合わせ先までご連絡ください。',
    ],
    facts: [['ご利用先', merchant.name]],
  }),
  en: ({ merchant }) => ({
    subject: '[Tegata] Deferred payment is suspended for the time being',
    paragraphs: [
      `For the time being you cannot place new orders with deferred payment at ${merchant.name}.`,
      'Orders that were accepted before are not affected. We will tell you when you can order again.',
      'If you have questions, write to the address below.',
    ],
    facts: [['Shop', merchant.name]],
  }),
};

/** The same in one text message of 70 characters (UCS-2, 3GPP TS 23.040), where the shop's name lets it. */
export const creditSuspendedText: TextTemplate = {
  ja: ({ merchant }) =>
    `【Tegata】${merchant.name}での掛け払いの新規ご注文を一時停止しました。詳細はメールをご確認ください。`,
  en: ({ merchant }) => `Tegata: new orders with deferred payment at ${merchant.name} are suspended. See our e-mail.`,
};
