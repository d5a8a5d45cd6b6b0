import { describe, expect, test } from 'vitest';
import type { Matter } from '../../../functions/notifications/template.ts';
import { type TemplateName, templates, textTemplates } from '../../../functions/notifications/templates.ts';
import { locales } from '../../../functions/notifications/wording.ts';

const matter: Matter = {
  event: {
    type: 'order.expiring',
    occurredAt: '2026-11-21T16:00:00.000Z',
    data: {
      id: 'ord_1',
      reference: 'PO-7',
      state: 'active',
      stateReason: 'list_hit_rescreening',
      amount: 110_000,
      amountRemaining: 55_000,
      limit: 2_500_000,
      startsOn: '2026-11-22',
      endsOn: '2027-11-21',
      expiresOn: '2026-11-29',
      openDrifts: 3,
      openSince: '2026-11-18',
      version: 3,
    },
  },
  merchant: { name: 'デモ商店' },
  buyer: { company: '株式会社青空商店', reference: 'C-0001', reapplyOn: '2027-02-20' },
};

const all = (Object.keys(templates) as TemplateName[]).flatMap((name) => locales.map((locale) => ({ name, locale })));
const wholeText = ({ name, locale }: (typeof all)[number], about: Matter = matter): string => {
  const { subject, paragraphs, facts = [] } = templates[name][locale](about);
  return [subject, ...paragraphs, ...facts.flat()].join('\n');
};
const toBuyers = all.filter(({ name }) =>
  /^(?:application|relation_opened$|limit_changed$|credit_\w+(?<!_for_merchant)$)/.test(name),
);
const aboutBuyers = all.filter(({ name }) => name.endsWith('_for_merchant') || name.startsWith('order_'));

describe.each(all)('$name in $locale', (one) => {
  const { name, locale } = one;

  test('is written in its language', () => {
    const letter = templates[name][locale](matter);
    const words = [letter.subject, ...letter.paragraphs].join('').replaceAll(/デモ商店|株式会社青空商店/g, '');
    const isJapanese = /[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(words);
    expect(isJapanese).toBe(locale === 'ja');
  });

  test('names us in its subject, and fits a line', () => {
    const { subject } = templates[name][locale](matter);
    expect(subject).toMatch(locale === 'ja' ? /^【Tegata】/ : /^\[Tegata\] /);
    expect(subject.length).toBeLessThan(78);
  });

  test('says the same of an event that tells less', () => {
    const bare: Matter = { event: { ...matter.event, data: { id: 'x' } }, merchant: matter.merchant };
    expect(wholeText(one, bare)).not.toMatch(/undefined|null|NaN/);
  });

  test('says nothing of why somebody was rejected or suspended, least of all of a list', () => {
    expect(wholeText(one)).not.toMatch(/list|sanction|リスト|反社|制裁|暴力団|rescreening/i);
  });
});

test.for(toBuyers)('$name in $locale tells the buyer of which shop it is', (one) => {
  expect(wholeText(one)).toContain('デモ商店');
  expect(wholeText(one)).not.toContain('C-0001');
});

test.for(aboutBuyers)('$name in $locale tells the merchant of which buyer it is, in its own words', (one) => {
  expect(wholeText(one)).toContain('株式会社青空商店');
  expect(wholeText(one)).toContain('C-0001');
});

test.for([
  ['ja', ['PO-7', '110,000円', '55,000円', '2026年11月29日', '延長']],
  ['en', ['PO-7', '110,000 yen', '55,000 yen', '29 Nov 2026', 'extend the hold']],
] as const)('the warning before a hold ends says which order, how much and until when (%s)', ([locale, words]) => {
  for (const word of words) expect(wholeText({ name: 'order_expiring', locale })).toContain(word);
});

test.for([
  ['ja', ['3件', '2026年11月18日', 'PO-7']],
  ['en', ['Open differences\n3', '18 Nov 2026', 'PO-7']],
] as const)('the digest of drifts says how many, since when, and the order of the oldest (%s)', ([locale, words]) => {
  for (const word of words) expect(wholeText({ name: 'drifts_open', locale })).toContain(word);
});

test('a rejected buyer is told from when it may apply again, if it may', () => {
  expect(wholeText({ name: 'application_rejected', locale: 'ja' })).toContain('2027年2月20日以降');
  const never = { ...matter, buyer: { company: 'x', reference: 'y', reapplyOn: null } };
  expect(wholeText({ name: 'application_rejected', locale: 'ja' }, never)).not.toContain('以降');
});

test.for([
  ['ja', '2,500,000円'],
  ['en', '2,500,000 yen'],
] as const)('a changed limit is told to both sides (%s)', ([locale, amount]) => {
  expect(wholeText({ name: 'limit_changed', locale })).toContain(amount);
  expect(wholeText({ name: 'limit_changed_for_merchant', locale })).toContain(amount);
});

test.for(locales)('a text message fits one, where the name of the shop lets it (%s)', (locale) => {
  const text = textTemplates.credit_suspended[locale](matter);
  expect(text.length).toBeLessThanOrEqual(locale === 'ja' ? 70 : 160);
  expect(text).toContain('デモ商店');
});
