import { referencesOf } from './references.ts';
import type { Stack } from './template.ts';

/**
 * Which of an app's HTTP APIs gets the port that the caller asked for: the one that its first output with an HTTP API in it
 * refers to, and without such an output the first one.
 */
export function frontDoorOf(stacks: readonly Stack[]): string | undefined {
  const apis = (stack: Stack): string[] =>
    Object.entries(stack.template.Resources ?? {})
      .filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Api')
      .map(([id]) => id);
  for (const stack of stacks) {
    const ids = new Set(apis(stack));
    for (const output of Object.values(stack.template.Outputs ?? {})) {
      if (output.Export) continue; // for another stack and not for people
      const [id] = [...referencesOf(output.Value)].filter((reference) => ids.has(reference));
      if (id) return `${stack.name}/${id}`;
    }
  }
  const [first] = stacks.flatMap((stack) => apis(stack).map((id) => `${stack.name}/${id}`));
  return first;
}
