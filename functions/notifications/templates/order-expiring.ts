import { buyerFacts, factsOf, type Template } from '../template.ts';

/** To the merchant, seven days before a hold ends (CAPABILITIES.md P21). */
export const orderExpiring: Template = {
  ja: (matter) => ({
    subject: '【Tegata】未確定のご注文の確保期限が近づいています',
    paragraphs: [
      '次のご注文は出荷が確定されていないため、確保期限を過ぎると与信の確保が自動的に解除されます。',
      '期限までに出荷を確定するか、確保期間の延長（1回限り）、またはキャンセルをお願いいたします。',
    ],
    facts: [
      ...factsOf(matter, 'ja', 'reference', 'amount', 'amountRemaining', 'expiresOn'),
      ...buyerFacts(matter, 'ja'),
    ],
  }),
  en: (matter) => ({
    subject: '[Tegata] The hold of an order is about to end',
    paragraphs: [
      'This order has not been confirmed as shipped. When its hold ends, the credit held for it is released.',
      'Please confirm the shipment, extend the hold (once), or cancel the order before that day.',
    ],
    facts: [
      ...factsOf(matter, 'en', 'reference', 'amount', 'amountRemaining', 'expiresOn'),
      ...buyerFacts(matter, 'en'),
    ],
  }),
};
