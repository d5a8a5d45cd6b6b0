import { getAttParts } from './references.ts';
import { intrinsicOf, subPlaceholder } from './template.ts';

/** What intrinsic functions look things up in. */
export interface Scope {
  /** Physical id of a resource, or the value of a parameter or pseudo-parameter. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  condition(name: string): boolean;
  findInMap(map: string, top: string, second: string): unknown;
  /** Last word on a text that was put together, e.g. to point an execute-api address to the local server. */
  finishText?(text: string): string;
}

/** `{ "Ref": "AWS::NoValue" }`: the property that has it is left out. */
export const noValue: unique symbol = Symbol('AWS::NoValue');

/** Replaces every intrinsic function in a template value by what it stands for. */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope)).filter((item) => item !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const call = intrinsicOf(value);
  if (call) return callIntrinsic(call.name, call.argument, scope);
  const entries = Object.entries(value).map(([key, item]) => [key, evaluate(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
}

function callIntrinsic(name: string, argument: unknown, scope: Scope): unknown {
  const implementation = intrinsics[name];
  if (!implementation) throw new Error(`the intrinsic function ${name} is not supported`);
  return implementation(argument, scope);
}

const list = (argument: unknown, scope: Scope): unknown[] => evaluate(argument, scope) as unknown[];
const truth = (argument: unknown, scope: Scope): boolean => evaluate(argument, scope) === true;
const finish = (text: string, scope: Scope): string => scope.finishText?.(text) ?? text;

const intrinsics: Record<string, (argument: unknown, scope: Scope) => unknown> = {
  Ref: (argument, scope) => (argument === 'AWS::NoValue' ? noValue : scope.ref(String(argument))),
  Condition: (argument, scope) => scope.condition(String(argument)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = getAttParts(argument);
    return scope.getAtt(logicalId, String(evaluate(attribute, scope)));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, items] = list(argument, scope) as [string, unknown[]];
    return finish(items.map(String).join(separator), scope);
  },
  'Fn::Sub': (argument, scope) => {
    const [text, own = {}] = (Array.isArray(argument) ? argument : [argument]) as [string, Record<string, unknown>?];
    const replaced = text.replace(subPlaceholder, (_, placeholder: string) => {
      if (placeholder in own) return String(evaluate(own[placeholder], scope));
      if (!placeholder.includes('.')) return String(scope.ref(placeholder));
      return String(scope.getAtt(...getAttParts(placeholder)));
    });
    return finish(replaced.replaceAll('${!', '${'), scope);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(String(evaluate(argument, scope))),
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, scope) as [number | string, unknown[]];
    const item = items[Number(index)];
    if (item === undefined) throw new Error(`Fn::Select asks for item ${index} of ${items.length}`);
    return item;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = list(argument, scope) as [string, string];
    return text.split(separator);
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = argument as [string, unknown, unknown];
    return evaluate(scope.condition(condition) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, scope);
    return typeof left === 'object' ? JSON.stringify(left) === JSON.stringify(right) : String(left) === String(right);
  },
  'Fn::Not': (argument, scope) => !truth((argument as unknown[])[0], scope),
  'Fn::And': (argument, scope) => (argument as unknown[]).every((item) => truth(item, scope)),
  'Fn::Or': (argument, scope) => (argument as unknown[]).some((item) => truth(item, scope)),
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = list(argument, scope) as [string, string, string];
    return scope.findInMap(map, top, second);
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(evaluate(argument, scope))).toString('base64'),
  'Fn::Length': (argument, scope) => list(argument, scope).length,
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(evaluate(argument, scope)),
};
