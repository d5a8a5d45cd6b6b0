/** One resource as the template has it: its properties still hold intrinsic functions. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly Metadata?: Record<string, unknown>;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number;
}

export interface Template {
  readonly Resources?: Record<string, TemplateResource>;
  readonly Outputs?: Record<string, TemplateOutput>;
  readonly Parameters?: Record<string, TemplateParameter>;
  readonly Conditions?: Record<string, unknown>;
  readonly Mappings?: Record<string, Record<string, Record<string, unknown>>>;
}

/** One stack of the assembly, with the folder or file of each of its assets by object key. */
export interface Stack {
  readonly name: string;
  readonly template: Template;
  readonly assets: ReadonlyMap<string, string>;
}

/** The single key of an intrinsic function call such as `{ "Ref": "Table" }`, or undefined for a plain value. */
export function intrinsicOf(value: unknown): { name: string; argument: unknown } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const keys = Object.keys(value);
  const name = keys[0];
  if (keys.length !== 1 || !name || !(name === 'Ref' || name === 'Condition' || name.startsWith('Fn::')))
    return undefined;
  return { name, argument: (value as Record<string, unknown>)[name] };
}

/** The `${Name}` and `${Name.Attribute}` placeholders of an Fn::Sub text; `${!Literal}` is none. */
export const subPlaceholder = /\$\{([^!${}][^${}]*)\}/g;
