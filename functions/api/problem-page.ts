import type { Answer } from '../shared/answer.ts';
import { lazy } from '../shared/lazy.ts';
import type { Problem } from '../shared/problem.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { ReadAsset } from './docs.ts';

/** A problem as docs/problems.md explains it, and as the API's document shows it. */
interface Explained {
  readonly title: string;
  readonly code: string;
  readonly status: string;
  readonly paragraphs: readonly string[];
}

interface Document {
  readonly components: { readonly examples: Readonly<Record<string, { readonly value: Problem }>> };
}

/** Nothing but text: the page loads nothing, calls nothing, and nobody can put it into a frame. */
const policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The pages at the addresses that `type` of a problem names: what it means and what to do. Their text is the sections of
 * docs/problems.md and their titles are those of the API's document, as both were committed.
 */
export function problemPages(read: ReadAsset): (name: string) => Promise<Answer> {
  const sources = lazy(() => Promise.all([sectionsIn(read), titlesIn(read)]));
  return async (name) => {
    const [sections, titles] = await sources();
    const section = sections.get(name);
    if (section === undefined) throw refuseRequest('RouteNotFound', 'There is no problem of this name.');
    return pageAnswer(explained(name, section, titles));
  };
}

/** The text of every section by its heading. */
async function sectionsIn(read: ReadAsset): Promise<ReadonlyMap<string, string>> {
  const text = (await read('problems.md')).toString('utf8');
  const sections = text.split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.slice(0, section.indexOf('\n')), afterLine(section)]));
}

const afterLine = (text: string): string => text.slice(text.indexOf('\n') + 1).trim();

/** The titles of the problems that some route gives, by code. */
async function titlesIn(read: ReadAsset): Promise<ReadonlyMap<string, string>> {
  const document = JSON.parse((await read('openapi.json')).toString('utf8')) as Document;
  return new Map(Object.values(document.components.examples).map(({ value }) => [value.code, value.title]));
}

function explained(name: string, section: string, titles: ReadonlyMap<string, string>): Explained {
  const words = name.split('-');
  const code = words.map(capitalized).join('');
  const [, status = '', told = ''] = /^(\d{3})\. (.*)$/s.exec(section) ?? [];
  return { code, status, title: titles.get(code) ?? capitalized(words.join(' ')), paragraphs: told.split(/\n{2,}/) };
}

const pageAnswer = (problem: Explained): Answer => ({
  status: 200,
  body: page(problem),
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'cache-control': 'public, max-age=300',
  },
});

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const page = ({ title, code, status, paragraphs }: Explained): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title)}</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <h1>${escaped(title)}</h1>
    <p>HTTP status ${status}, code <code>${code}</code></p>
${paragraphs.map((one) => `    <p>${marked(one)}</p>`).join('\n')}
    <p>All answers of the API are told in <a href="../docs">its reference</a>.</p>
  </body>
</html>
`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The marks of our Markdown: what is code, and links, which lead to documents that are not served. */
const marked = (text: string): string =>
  escaped(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
