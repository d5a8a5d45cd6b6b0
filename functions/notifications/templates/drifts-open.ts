import { factsOf, type Matter, type Template } from '../template.ts';

/** To the merchant, once a day while drifts are left open (CAPABILITIES.md P20). */
export const driftsOpen: Template = {
  ja: (matter) => ({
    subject: '【Tegata】店舗の受注と決済の不一致が未解消です',
    paragraphs: [
      '店舗の受注内容とTegataの決済内容が一致しないまま、1日以上経過しているご注文があります。',
      '不一致の一覧をご確認のうえ、金額の変更、キャンセル、出荷の確定などにより解消をお願いいたします。',
    ],
    facts: [...countFact(matter, '未解消の不一致', '件'), ...factsOf(matter, 'ja', 'openSince', 'reference')],
  }),
  en: (matter) => ({
    subject: '[Tegata] Orders differ between your shop and Tegata',
    paragraphs: [
      'Orders of your shop have differed from their payments at Tegata for more than a day.',
      'Please look at the differences and resolve them: change the amount, cancel, or confirm the shipment.',
    ],
    facts: [...countFact(matter, 'Open differences', ''), ...factsOf(matter, 'en', 'openSince', 'reference')],
  }),
};

const countFact = ({ event }: Matter, label: string, unit: string): [label: string, value: string][] =>
  event.data.openDrifts === undefined ? [] : [[label, `${event.data.openDrifts}${unit}`]];
