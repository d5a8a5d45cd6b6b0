/** The languages of a shop's staff. */
export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

/** One text in both languages. */
export type Texts = Readonly<Record<Language, string>>;

/** Puts values into a text: `{amount}` becomes what `amount` is. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);

/** 12,000: as both languages write a number of yen. */
export const yenText = (amount: number): string => String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',');
