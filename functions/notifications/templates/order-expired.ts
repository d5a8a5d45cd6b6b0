import { buyerFacts, factsOf, type Template } from '../template.ts';

/** To the merchant: what is shipped from now on is not covered any more. */
export const orderExpired: Template = {
  ja: (matter) => ({
    subject: '【Tegata】ご注文の与信の確保が期限切れになりました',
    paragraphs: [
      '次のご注文は期限までに出荷が確定されなかったため、与信の確保を解除しました。',
      'これから出荷される場合は、改めてご注文の登録が必要です。登録のない出荷は立替払いの対象になりません。',
    ],
    facts: [...factsOf(matter, 'ja', 'reference', 'amount', 'expiresOn'), ...buyerFacts(matter, 'ja')],
  }),
  en: (matter) => ({
    subject: '[Tegata] The hold of an order has ended',
    paragraphs: [
      'This order was not confirmed as shipped in time, and the credit held for it has been released.',
      'If you still mean to ship it, place the order again first: a shipment without an order is not covered.',
    ],
    facts: [...factsOf(matter, 'en', 'reference', 'amount', 'expiresOn'), ...buyerFacts(matter, 'en')],
  }),
};
