import { atJsonPath } from './json-path.ts';

const placeholder = /<([^<>]+)>/y;

/**
 * Fills an input template. A placeholder inside a JSON string becomes part of that string; one that stands alone becomes a
 * JSON value, so that `{"id": <id>}` is valid JSON whatever the value is.
 */
export function fillTemplate(template: string, lookUp: (name: string) => unknown): string {
  let filled = '';
  let isInString = false;
  for (let index = 0; index < template.length; index += 1) {
    placeholder.lastIndex = index;
    const [whole, name] = placeholder.exec(template) ?? [];
    if (whole !== undefined && name !== undefined) {
      filled += written(lookUp(name), isInString);
      index += whole.length - 1;
      continue;
    }
    const character = template[index] as string;
    if (character === '"' && template[index - 1] !== '\\') isInString = !isInString;
    filled += character;
  }
  return filled;
}

function written(value: unknown, isInString: boolean): string {
  if (!isInString) return JSON.stringify(value ?? null);
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

/** How a rule's target wants its input. */
export interface TargetInput {
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: { readonly InputPathsMap?: Record<string, string>; readonly InputTemplate: string };
}

/** The input of a target: fixed, a part of the event, a template, or the whole event. */
export function targetInput(target: TargetInput, event: object): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(atJsonPath(target.InputPath, event) ?? null);
  if (!target.InputTransformer) return JSON.stringify(event);
  const { InputPathsMap: paths = {}, InputTemplate: template } = target.InputTransformer;
  return fillTemplate(template, (name) => {
    if (name === 'aws.events.event' || name === 'aws.events.event.json') return event;
    if (name === 'aws.events.event.ingestion-time') return (event as { time?: string }).time;
    const path = paths[name];
    return path === undefined ? undefined : atJsonPath(path, event);
  });
}
