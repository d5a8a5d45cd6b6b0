import type { MerchantEvent } from '../events/event.ts';
import type { Letter } from './letter.ts';
import { dateText, type Locale, yenText } from './wording.ts';

/** What a letter may be about. It holds nothing that one side must not learn of the other: of a buyer only what its merchant has entered. */
export interface Matter {
  readonly event: Pick<MerchantEvent, 'type' | 'occurredAt' | 'data'>;
  readonly merchant: { readonly name: string };
  /** Absent where the event is about no buyer. */
  readonly buyer?: {
    readonly company: string;
    /** The merchant's own number for it. */
    readonly reference: string;
    /** From which day a rejected buyer may apply again; null for any other. */
    readonly reapplyOn: string | null;
  };
}

/** A letter, or a text message, in each language. */
export type Template = Readonly<Record<Locale, (matter: Matter) => Letter>>;
export type TextTemplate = Readonly<Record<Locale, (matter: Matter) => string>>;

type Fact = readonly [label: string, value: string];

const labels = {
  amount: ['金額', 'Amount'],
  amountRemaining: ['未確定の残額', 'Still held'],
  limit: ['利用限度額', 'Credit limit'],
  expiresOn: ['確保期限', 'Held until'],
  startsOn: ['利用開始日', 'Valid from'],
  endsOn: ['有効期限', 'Valid until'],
  openSince: ['最も古いものの発生日', 'Oldest since'],
  reference: ['注文番号', 'Order'],
} as const satisfies Record<string, readonly [ja: string, en: string]>;

/** The members of the event that are named, as far as it tells them: amounts as yen, dates as dates. */
export function factsOf({ event }: Matter, locale: Locale, ...names: readonly (keyof typeof labels)[]): Fact[] {
  return names.flatMap((name): Fact[] => {
    const value = event.data[name];
    if (value === undefined) return [];
    return [[labels[name][locale === 'ja' ? 0 : 1], valueText(value, locale)]];
  });
}

function valueText(value: string | number | boolean, locale: Locale): string {
  if (typeof value === 'number') return yenText(value, locale);
  return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? dateText(String(value), locale) : String(value);
}

/** Which buyer, in the words of its merchant. */
export const buyerFacts = ({ buyer }: Matter, locale: Locale): Fact[] =>
  buyer
    ? [
        [locale === 'ja' ? 'お取引先' : 'Buyer', buyer.company],
        [locale === 'ja' ? '会員番号' : 'Your reference', buyer.reference],
      ]
    : [];
