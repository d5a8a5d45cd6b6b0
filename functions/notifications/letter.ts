import { type Locale, oneLine } from './wording.ts';

/** What a template says. It holds plain text only; how it looks, and that nothing in it is markup, is the business of this file. */
export interface Letter {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** What it is about, as a small table. */
  readonly facts?: readonly (readonly [label: string, value: string])[];
}

/** To whom it goes: a company (御中), and a person of it (様) where one is named. */
export interface Addressee {
  readonly company: string;
  readonly person?: { readonly familyName: string; readonly givenName: string };
}

/** Who writes, as every letter says at its end. */
export interface Sender {
  readonly name: string;
  /** Where questions go. */
  readonly contact: string;
}

export interface RenderedLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const rule = '----------------------------------------';

/** The letter as text and as HTML. Every piece is one line, and nothing that anybody typed reaches the HTML unescaped. */
export function renderLetter(letter: Letter, to: Addressee, from: Sender, locale: Locale): RenderedLetter {
  const subject = oneLine(letter.subject);
  const greeting = greetingFor(to, locale).map(oneLine);
  const paragraphs = letter.paragraphs.map(oneLine);
  const facts = (letter.facts ?? []).map(([label, value]) => [oneLine(label), oneLine(value)] as const);
  const footer = footerOf(from, locale).map(oneLine);
  const table = facts.map(([label, value]) => `${label}: ${value}`);
  const text = [
    greeting.join('\n'),
    ...paragraphs,
    ...(table.length > 0 ? [[rule, ...table, rule].join('\n')] : []),
    footer.join('\n'),
  ].join('\n\n');
  return { subject, text: `${text}\n`, html: page({ subject, greeting, paragraphs, facts, footer, locale }) };
}

function greetingFor({ company, person }: Addressee, locale: Locale): string[] {
  if (locale === 'ja') {
    return person ? [company, `${person.familyName} ${person.givenName} 様`] : [`${company} 御中`];
  }
  return [`Dear ${person ? `${person.givenName} ${person.familyName}, ${company}` : company},`];
}

function footerOf({ name, contact }: Sender, locale: Locale): string[] {
  return locale === 'ja'
    ? [
        `送信者: ${name}`,
        `お問い合わせ: ${contact}`,
        'このメールは送信専用です。お心当たりのない場合は、お手数ですが上記までご連絡ください。',
      ]
    : [
        `Sent by ${name}`,
        `Questions: ${contact}`,
        'Please do not reply to this message. If you did not expect it, write to the address above.',
      ];
}

interface Page {
  readonly subject: string;
  readonly greeting: readonly string[];
  readonly paragraphs: readonly string[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly footer: readonly string[];
  readonly locale: Locale;
}

const lines = (texts: readonly string[]): string => texts.map(escapeHtml).join('<br>');

function page({ subject, greeting, paragraphs, facts, footer, locale }: Page): string {
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th align="left" style="padding:4px 16px 4px 0">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="font-family:sans-serif;line-height:1.7;color:#222">',
    `<p>${lines(greeting)}</p>`,
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...(rows.length > 0 ? [`<table>${rows.join('')}</table>`] : []),
    `<hr><p style="font-size:smaller;color:#666">${lines(footer)}</p>`,
    '</body></html>',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (found) => entities[found] ?? found);
