import { factsOf, type Template } from '../template.ts';

/** To the buyer: a company that Paid knows already needs no second examination at another shop (CAPABILITIES.md P7). */
export const relationOpened: Template = {
  ja: (matter) => ({
    subject: `【Tegata】${matter.merchant.name}でもPaidをご利用いただけます`,
    paragraphs: [
      `いつもPaidをご利用いただきありがとうございます。${matter.merchant.name}でのお取引にも、本日からPaidをご利用いただけます。`,
      '改めての審査やお手続きは必要ありません。ご注文の際に、お支払い方法で「Paid」をお選びください。',
    ],
    facts: [['ご利用先', matter.merchant.name], ...factsOf(matter, 'ja', 'limit', 'startsOn', 'endsOn')],
  }),
  en: (matter) => ({
    subject: `[Tegata] You can now use Paid at ${matter.merchant.name}`,
    paragraphs: [
      `Thank you for using Paid. From today you can use it to buy from ${matter.merchant.name}, too.`,
      'There is no further examination and nothing else to do. Choose "Paid" as the payment method when you order.',
    ],
    facts: [['Shop', matter.merchant.name], ...factsOf(matter, 'en', 'limit', 'startsOn', 'endsOn')],
  }),
};
