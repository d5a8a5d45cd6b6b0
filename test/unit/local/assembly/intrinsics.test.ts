import { describe, expect, test } from 'vitest';
import { evaluate, type Scope } from '../../../../local/assembly/intrinsics.ts';

/** Keeps the placeholders of Fn::Sub apart from those of TypeScript. */
const $ = '$';

const scope: Scope = {
  ref: (name) => ({ 'AWS::Region': 'ap-northeast-1', Table: 'notes', List: ['a', 'b'] })[name] ?? `ref:${name}`,
  getAtt: (id, attribute) => `${id}.${attribute}`,
  importValue: (name) => `imported ${name}`,
  condition: (name) => name === 'IsOn',
  findInMap: (map, top, second) => `${map}/${top}/${second}`,
};

describe('intrinsic functions', () => {
  test.for<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Table' }, 'notes'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table.Arn'],
    ['GetAtt as a text', { 'Fn::GetAtt': 'Nested.Outputs.Url' }, 'Nested.Outputs.Url'],
    ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'Table' }, 3]] }, 'a/notes/3'],
    ['Join over a list that is a reference', { 'Fn::Join': ['-', { Ref: 'List' }] }, 'a-b'],
    [
      'Sub',
      { 'Fn::Sub': `${$}{Table} in ${$}{AWS::Region}, ${$}{Table.Arn}, ${$}{!literal}` },
      `notes in ap-northeast-1, Table.Arn, ${$}{literal}`,
    ],
    ['Sub with variables', { 'Fn::Sub': [`${$}{x}-${$}{Table}`, { x: { Ref: 'Other' } }] }, 'ref:Other-notes'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['|', 'a|b'] }] }, 'b'],
    ['ImportValue', { 'Fn::ImportValue': 'Exported' }, 'imported Exported'],
    ['If', { 'Fn::If': ['IsOn', 'yes', 'no'] }, 'yes'],
    ['FindInMap', { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'x'] }, 'Map/ap-northeast-1/x'],
    ['Equals', { 'Fn::Equals': [{ Ref: 'Table' }, 'notes'] }, true],
    [
      'Not of And of Or',
      { 'Fn::Not': [{ 'Fn::And': [{ Condition: 'IsOn' }, { 'Fn::Or': [{ Condition: 'IsOff' }] }] }] },
      true,
    ],
    ['Base64', { 'Fn::Base64': 'x' }, 'eA=='],
    ['ToJsonString', { 'Fn::ToJsonString': { t: { Ref: 'Table' } } }, '{"t":"notes"}'],
  ])('%s', ([, value, expected]) => {
    expect(evaluate(value, scope)).toEqual(expected);
  });

  test('leaves out what AWS::NoValue stands for', () => {
    const value = { a: { 'Fn::If': ['IsOff', 1, { Ref: 'AWS::NoValue' }] }, b: [{ Ref: 'AWS::NoValue' }, 2] };
    expect(evaluate(value, scope)).toEqual({ b: [2] });
  });

  test('names a function that it does not know', () => {
    expect(() => evaluate({ 'Fn::Cidr': [] }, scope)).toThrow('Fn::Cidr is not supported');
  });
});
