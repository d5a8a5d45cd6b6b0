import { intrinsicOf, subPlaceholder, type TemplateResource } from './template.ts';

/** Logical ids (and pseudo or ordinary parameters) that a value refers to, by Ref, Fn::GetAtt or Fn::Sub. */
export function referencesOf(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) referencesOf(item, found);
  const call = intrinsicOf(value);
  if (call?.name === 'Ref') found.add(String(call.argument));
  else if (call?.name === 'Fn::GetAtt') found.add(getAttParts(call.argument)[0]);
  else if (call?.name === 'Fn::Sub') referencesOfSub(call.argument, found);
  else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const item of Object.values(value)) referencesOf(item, found);
  }
  return found;
}

function referencesOfSub(argument: unknown, found: Set<string>): void {
  const [text, variables = {}] = (Array.isArray(argument) ? argument : [argument]) as [string, object?];
  referencesOf(variables, found);
  for (const [, name = ''] of text.matchAll(subPlaceholder)) {
    if (!(name in variables)) found.add(name.split('.')[0] ?? name);
  }
}

/** `["Table", "Arn"]` or `"Table.Arn"` as logical id and attribute name (which may itself contain dots). */
export function getAttParts(argument: unknown): [logicalId: string, attribute: string] {
  if (Array.isArray(argument)) return [String(argument[0]), String(argument[1])];
  const text = String(argument);
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

/** What must exist before the resource: its references and its DependsOn. */
export function dependenciesOf(resource: TemplateResource, dependsOn = true): Set<string> {
  const found = referencesOf(resource.Properties ?? {});
  if (dependsOn) for (const id of [resource.DependsOn ?? []].flat()) found.add(id);
  return found;
}
