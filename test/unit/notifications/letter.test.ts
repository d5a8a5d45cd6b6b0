import { describe, expect, test } from 'vitest';
import { renderLetter } from '../../../functions/notifications/letter.ts';
import { dateText, dayText, oneLine, yenText } from '../../../functions/notifications/wording.ts';

const from = { name: 'Tegata', contact: 'support@tegata.example' };
const company = '株式会社青空商店';
const person = { familyName: '髙橋', givenName: '美咲' };
const letter = { subject: '件名', paragraphs: ['本文'], facts: [['金額', '1,234,567円'] as const] };

describe('a letter in Japanese', () => {
  test('greets a company with 御中, and a person of it with 様', () => {
    expect(renderLetter(letter, { company }, from, 'ja').text).toMatch(/^株式会社青空商店 御中\n/);
    expect(renderLetter(letter, { company, person }, from, 'ja').text).toMatch(/^株式会社青空商店\n髙橋 美咲 様\n/);
  });

  test('says at its end who sent it and where to ask', () => {
    for (const body of Object.values(renderLetter(letter, { company }, from, 'ja')).slice(1)) {
      expect(body).toContain('送信者: Tegata');
      expect(body).toContain('support@tegata.example');
    }
  });
});

test('a letter in English greets the person, names the sender, and says so in its markup', () => {
  const { text, html } = renderLetter(letter, { company, person }, from, 'en');
  expect(text).toMatch(/^Dear 美咲 髙橋, 株式会社青空商店,\n/);
  expect(text).toContain('Sent by Tegata');
  expect(html).toContain('<html lang="en">');
});

test('the same words stand in the text and in the HTML', () => {
  const { text, html } = renderLetter(letter, { company, person }, from, 'ja');
  for (const word of ['本文', '金額', '1,234,567円', company, '髙橋 美咲']) {
    expect(text).toContain(word);
    expect(html).toContain(word);
  }
});

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '&lt;b&gt;',
  '株式会社\r\nBcc: everybody@example.jp',
  '注文\u2028番号\u0000',
  '\u202eexample.jp\u202c',
];

describe.each(hostile)('a name like %j', (name) => {
  const rendered = renderLetter(
    { subject: `お知らせ ${name}`, paragraphs: [name], facts: [[name, name]] },
    { company: name, person: { familyName: name, givenName: name } },
    from,
    'ja',
  );

  test('is text in the HTML, and no markup', () => {
    const tags = rendered.html.match(/<(?!\/?(?:!doctype|html|head|meta|title|body|p|br|table|tr|th|td|hr)\b)[^>]*>/gi);
    expect(tags).toBeNull();
    expect(rendered.html).not.toMatch(/<[^>]+\son\w+=/i);
  });

  test('cannot begin a header of its own', () => {
    expect(rendered.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });

  test('cannot break out of its line, nor turn the direction of writing', () => {
    const lines = renderLetter({ subject: 's', paragraphs: ['a', name, 'b'] }, { company }, from, 'ja').text.split(
      '\n',
    );
    expect(lines.slice(2, 7)).toEqual(['a', '', oneLine(name), '', 'b']);
    expect(rendered.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
  });
});

test('amounts and dates are written as people of the language write them', () => {
  expect([yenText(0, 'ja'), yenText(999, 'ja'), yenText(1000, 'ja'), yenText(1_234_567, 'ja')]).toEqual([
    '0円',
    '999円',
    '1,000円',
    '1,234,567円',
  ]);
  expect(yenText(10_000_000, 'en')).toBe('10,000,000 yen');
  expect([dateText('2026-11-02', 'ja'), dateText('2026-11-22', 'en')]).toEqual(['2026年11月2日', '22 Nov 2026']);
});

test('a day is the day in Japan, not in UTC', () => {
  expect(dayText('2026-11-21T15:00:00.000Z', 'ja')).toBe('2026年11月22日');
});
