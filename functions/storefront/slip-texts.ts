import type { Language, Texts } from './language.ts';

/** What became of a row, by what happened or by the code of the refusal. */
const texts: Readonly<Record<string, Texts>> = {
  confirmed: { ja: '確定しました。', en: 'Confirmed.' },
  partly: { ja: '一部確定しました。', en: 'Partly confirmed.' },
  already: { ja: 'この出荷はすでに確定されています。', en: 'This shipment was confirmed before.' },
  SlipAlreadyConfirmed: {
    ja: 'この伝票番号の出荷はすでに確定されています。内容が異なる場合は注文を確認してください。',
    en: 'A shipment with this slip number was confirmed before. If the row says something else now, look at the order.',
  },
  not_reached: {
    ja: '時間内に処理できませんでした。同じファイルをもう一度送ってください。',
    en: 'There was no time for this row. Send the same file again.',
  },
  OrderNotFound: { ja: 'この受注番号の注文はありません。', en: 'There is no order with this number.' },
  OrderAlreadyConfirmed: { ja: 'この注文はすでに確定されています。', en: 'The order is confirmed already.' },
  HoldAlreadyResolved: {
    ja: 'キャンセル済みまたは期限切れのため確定できません。',
    en: 'The order is cancelled or expired and cannot be confirmed.',
  },
  OrderNotConfirmable: {
    ja: '審査中のため、まだ確定できません。',
    en: 'The order is under review and cannot be confirmed yet.',
  },
  AmountExceedsRemaining: {
    ja: '金額が未確定の残額を超えています。',
    en: 'The amount is more than what is left to confirm.',
  },
  ShippedOnImpossible: {
    ja: '出荷日は、注文日の60日前から与信の確保期限までの日付にしてください。',
    en: 'The day of shipment must lie between sixty days before the order and the end of its hold.',
  },
  TooManyConfirmations: {
    ja: '分納の回数が上限に達しています。「完了」を付けて送ってください。',
    en: 'There are too many partial shipments. Mark this one as final.',
  },
  CreditLimitExceeded: { ja: '与信枠が不足しています。', en: "The buyer's credit limit does not cover this." },
  OutcomeUnknown: {
    ja: '結果を確認できませんでした。同じファイルをもう一度送ってください。',
    en: 'The outcome is not known yet. Send the same file again.',
  },
  TooBusy: {
    ja: '混み合っています。同じファイルをもう一度送ってください。',
    en: 'Too busy. Send the same file again.',
  },
};

/** A text for the staff who sent the file; `otherwise` where there is none in their language. */
export const resultText = (what: string, lang: Language, otherwise = what): string => texts[what]?.[lang] ?? otherwise;
