import type { StackOutput } from '../assembly/deploy.ts';

const widestValue = 80;

/**
 * What to show when everything is ready: the outputs that the app describes, in its own words. ARNs are for machines and long
 * values, such as a command to try, get lines of their own.
 */
export function welcome(outputs: readonly StackOutput[]): string {
  const told = outputs.filter(({ description, value }) => description !== '' && !value.startsWith('arn:'));
  const short = told.filter(({ value }) => value.length <= widestValue);
  const width = Math.max(0, ...short.map(({ description }) => description.length));
  const lines = short.map(({ description, value }) => `  ${description.padEnd(width)}   ${value}`);
  const long = told.filter(({ value }) => value.length > widestValue);
  return [...lines, ...long.map(({ description, value }) => `\n  ${description}:\n\n  ${value}`)].join('\n');
}
