import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** House rules that no linter has (CONTRIBUTING.md). Each is named by what to do instead. */
interface Rule {
  readonly name: string;
  readonly isBroken: (path: string, text: string) => boolean;
}

const sources = ['functions', 'infra', 'local', 'scripts', 'test']
  .flatMap((folder) => globSync(`${folder}/**/*.ts`))
  .sort();
const importsOf = (text: string): string[] =>
  [...text.matchAll(/^(?:import|export)\s[^;]*?from '([^']+)';/gms), ...text.matchAll(/import\('([^']+)'\)/g)].flatMap(
    ([, from]) => from ?? [],
  );
const isIn = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
const targetsOf = (path: string, text: string): string[] =>
  importsOf(text)
    .filter((from) => from.startsWith('.'))
    .map((from) => normalize(join(dirname(path), from)));

const isWiring = (path: string) => path.endsWith('.lambda.ts');
const knowsAws = (path: string) =>
  /\.(?:store|client|provider|lambda)\.ts$/.test(path) || isIn(path, 'functions/shared');
const capabilityOf = (path: string) => path.split('/')[1] ?? '';

const everywhere: readonly Rule[] = [
  {
    name: 'a file says what it holds: not index, utils, helpers, common or manager',
    isBroken: (path) => /^(?:index|utils?|helpers?|common|.*manager)\.ts$/.test(basename(path)),
  },
  {
    name: 'a test fakes a port, it does not mock a module',
    isBroken: (_, text) => /\bvi\.mock\(/.test(text.replaceAll(/\/.*\\bvi.*\//g, '')),
  },
  {
    name: 'file names are kebab-case with their role as the suffix',
    isBroken: (path) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.ts$/.test(basename(path)),
  },
];

const product: readonly Rule[] = [
  {
    name: 'time comes in through functions/shared/clock.ts',
    isBroken: (path, text) => /Date\.now\(|new Date\(\)/.test(text) && path !== 'functions/shared/clock.ts',
  },
  {
    name: 'only *.lambda.ts and shared/ know middy and Powertools',
    isBroken: (path, text) =>
      importsOf(text).some((from) => /^@middy|^@aws-lambda-powertools/.test(from)) &&
      !isWiring(path) &&
      !isIn(path, 'functions/shared'),
  },
  {
    name: 'only stores, clients, providers and shared/ know an AWS SDK',
    isBroken: (path, text) => importsOf(text).some((from) => from.startsWith('@aws-sdk/')) && !knowsAws(path),
  },
  {
    name: 'only providers, clients and shared/ call out over HTTP',
    isBroken: (path, text) => /\bfetch\(/.test(text) && !knowsAws(path),
  },
  {
    name: 'a store is wired in *.lambda.ts: use cases declare a port instead',
    isBroken: (path, text) =>
      !isWiring(path) &&
      !path.endsWith('.store.ts') &&
      valueImports(text).some((from) => from.endsWith('.store.ts') || from.endsWith('.provider.ts')),
  },
  {
    name: 'a capability does not reach into the store of another one',
    isBroken: (path, text) =>
      targetsOf(path, text).some(
        (target) => target.endsWith('.store.ts') && capabilityOf(target) !== capabilityOf(path) && !isWiring(path),
      ),
  },
  {
    name: 'the product does not know its sandbox, its runtime or its infrastructure',
    isBroken: (path, text) =>
      targetsOf(path, text).some(
        (target) =>
          isIn(target, 'local') ||
          isIn(target, 'infra') ||
          (isIn(target, 'functions/sandbox') &&
            !isIn(path, 'functions/sandbox') &&
            path !== 'functions/api/contracts.ts'),
      ),
  },
];

const runtime: readonly Rule[] = [
  {
    name: 'the local runtime knows AWS, not Tegata: it imports nothing of functions/ or infra/',
    isBroken: (path, text) =>
      targetsOf(path, text).some((target) => isIn(target, 'functions') || isIn(target, 'infra')),
  },
];

const valueImports = (text: string): string[] =>
  [...text.matchAll(/^import (?!type\b)[^;]*?from '([^']+)';/gms)].flatMap(([, from]) => from ?? []);

const rulesFor = (path: string): readonly Rule[] => [
  ...everywhere,
  ...(isIn(path, 'functions') ? product : []),
  ...(isIn(path, 'local') ? runtime : []),
];

describe('the house rules', () => {
  test.for(sources)('%s keeps them', (path) => {
    const text = readFileSync(path, 'utf8');
    const broken = rulesFor(path).filter((rule) => rule.isBroken(path, text));
    expect(broken.map((rule) => rule.name)).toEqual([]);
  });
});

describe('docs/problems.md', () => {
  const declared = globSync('functions/**/*.ts').flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const tables = [...text.matchAll(/refusals\(\{(.*?)\n\}\)/gs)].map(([, table]) => table ?? '');
    return tables.flatMap((table) => [...table.matchAll(/^\s+([A-Z]\w+): \[/gm)].flatMap(([, code]) => code ?? []));
  });
  const slugs = [...new Set([...declared, 'InternalError'])].map((code) =>
    code.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase(),
  );
  const text = existsSync('docs/problems.md') ? readFileSync('docs/problems.md', 'utf8') : '';
  const sections = [...text.matchAll(/^## (.+)$/gm)].flatMap(([, name]) => name ?? []);

  test('has a section for every refusal that the product gives, in order, and none besides', () => {
    expect(sections).toEqual([...slugs].sort());
  });
});

test('no file names a path of a machine or a registry host', () => {
  const named = [
    ...sources,
    'package.json',
    'package-lock.json',
    'README.md',
    'CONTRIBUTING.md',
    ...globSync('docs/**/*.md'),
  ]
    .filter((path) => existsSync(path) && path !== 'test/tidy.test.ts')
    .filter((path) => /registry\.npmjs|\/home\/[a-z]|\/root\//.test(readFileSync(path, 'utf8')));
  expect(named).toEqual([]);
});
