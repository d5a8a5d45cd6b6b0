import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inject } from 'vitest';

export type StageName = 'sandbox' | 'production';

export interface Resource<Properties> {
  readonly id: string;
  readonly stack: string;
  readonly type: string;
  /** The construct's place in the app: `TegataPayments/Orders/OrdersHandler/Function/Resource`. */
  readonly path: string;
  readonly properties: Properties;
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { Type: string; Properties?: unknown; Metadata?: { 'aws:cdk:path'?: string } }>
  >;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, { Description?: string; Value: unknown }>>;
}

/** A value of a template: a literal, or an intrinsic function. */
export type Value = string | { readonly [intrinsic: string]: unknown };

export const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const read = new Map<StageName, ReadonlyMap<string, Template>>();

/** The templates of a stage, by stack. */
export function templates(stage: StageName): ReadonlyMap<string, Template> {
  const known = read.get(stage) ?? readTemplates(stage);
  read.set(stage, known);
  return known;
}

function readTemplates(stage: StageName): ReadonlyMap<string, Template> {
  const folder = inject('assemblies')[stage];
  const files = globSync('*.template.json', { cwd: folder }).sort();
  return new Map(
    files.map((file) => [
      basename(file, '.template.json'),
      JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template,
    ]),
  );
}

/** All resources of a type, or of all types, in the templates of a stage. */
export function resources<Properties>(stage: StageName, type?: string): Resource<Properties>[] {
  return [...templates(stage)].flatMap(([stack, template]) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => type === undefined || resource.Type === type)
      .map(([id, resource]) => ({
        id,
        stack,
        type: resource.Type,
        path: resource.Metadata?.['aws:cdk:path'] ?? id,
        properties: (resource.Properties ?? {}) as Properties,
      })),
  );
}

export const pathsOf = (found: readonly Resource<unknown>[]): string[] => found.map(({ path }) => path);
