import { InvalidDefinition, onlyFields, requiredObject } from './definition.ts';
import { QueryEvaluationError } from './expression.ts';
import { StateFailure } from './failure.ts';
import { compileItemReader } from './item-reader.ts';
import { isObject, type Json, type JsonObject, textBytes } from './json.ts';
import { payloadLimit } from './payload.ts';
import { beforeResult } from './state-fields.ts';
import { compileTemplate, type TemplateContext, type TypedField, typed } from './template.ts';
import { bindingsOf, type Visit } from './visit.ts';

/** The input of one iteration or child execution, with `Map` of its context object and how many items it holds. */
export interface MapInput {
  readonly input: Json;
  readonly mapContext: JsonObject;
  readonly items: number;
}

interface Item {
  readonly value: Json;
  readonly key?: string;
}

const isWhole = (value: Json): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;

/** The items array: the ItemReader's, or `Items`, or the state's input. An object counts as its members. */
function compileSource(fields: JsonObject, context: TemplateContext): (visit: Visit) => Promise<Item[]> {
  if (fields.ItemReader !== undefined) {
    if (fields.Items !== undefined) throw new InvalidDefinition(`${context.at}: has both Items and an ItemReader.`);
    const reader = compileItemReader(fields.ItemReader, context);
    return async (visit) => (await reader(visit)).map((value) => ({ value }));
  }
  const items = fields.Items === undefined ? undefined : compileTemplate(fields.Items, 'Items', beforeResult, context);
  return async (visit) => {
    const value = items ? await items(bindingsOf(visit)) : visit.input;
    if (Array.isArray(value)) return value.map((member) => ({ value: member }));
    if (isObject(value)) return Object.entries(value).map(([key, member]) => ({ key, value: member }));
    throw new QueryEvaluationError(
      'Items',
      `The items of a Map must be an array or an object, but were ${JSON.stringify(value)}.`,
    );
  };
}

function compileSelector(fields: JsonObject, context: TemplateContext) {
  const selector =
    fields.ItemSelector === undefined
      ? undefined
      : compileTemplate(fields.ItemSelector, 'ItemSelector', beforeResult, context);
  return async (visit: Visit, items: readonly Item[]): Promise<MapInput[]> => {
    const base = bindingsOf(visit);
    return Promise.all(
      items.map(async ({ key, value }, index) => {
        const mapContext = { Item: { Index: index, ...(key === undefined ? {} : { Key: key }), Value: value } };
        if (!selector) return { input: value, mapContext, items: 1 };
        const context = { ...base.states.context, Map: mapContext };
        const input = await selector({ ...base, states: { ...base.states, context } });
        return { input, mapContext, items: 1 };
      }),
    );
  };
}

function split(
  inputs: readonly MapInput[],
  maxItems: number,
  maxBytes: number,
  batchInput: Json | undefined,
): Json[][] {
  const overhead = textBytes(JSON.stringify(batchInput ?? null)) + 40;
  const batches: Json[][] = [];
  let bytes = Infinity;
  for (const { input } of inputs) {
    const size = textBytes(JSON.stringify(input)) + 1;
    if (overhead + size > maxBytes) {
      throw new StateFailure(
        'States.DataLimitExceeded',
        `One item alone is larger than a batch may be (${maxBytes} bytes).`,
      );
    }
    const last = batches.at(-1);
    if (last && last.length < maxItems && bytes + size <= maxBytes) {
      last.push(input);
      bytes += size;
    } else {
      batches.push([input]);
      bytes = overhead + size;
    }
  }
  return batches;
}

/** `ItemBatcher`: each child works on `{ Items: […], BatchInput }`. */
function compileBatcher(fields: JsonObject, context: TemplateContext) {
  if (fields.ItemBatcher === undefined) return undefined;
  const at = `${context.at}: ItemBatcher`;
  const batcher = requiredObject(fields.ItemBatcher, at);
  onlyFields(batcher, ['MaxItemsPerBatch', 'MaxInputBytesPerBatch', 'BatchInput'], at);
  const bound = (name: string): TypedField<number> | undefined => {
    const value = batcher[name];
    if (value === undefined) return undefined;
    return typed(
      compileTemplate(value, `ItemBatcher/${name}`, beforeResult, context),
      name,
      'a positive whole number',
      isWhole,
    );
  };
  const [maxItems, maxBytes] = [bound('MaxItemsPerBatch'), bound('MaxInputBytesPerBatch')];
  if (!maxItems && !maxBytes) throw new InvalidDefinition(`${at}: needs MaxItemsPerBatch or MaxInputBytesPerBatch.`);
  const shared =
    batcher.BatchInput === undefined
      ? undefined
      : compileTemplate(batcher.BatchInput, 'ItemBatcher/BatchInput', beforeResult, context);
  return async (visit: Visit, inputs: readonly MapInput[]): Promise<MapInput[]> => {
    const bindings = bindingsOf(visit);
    const batchInput = shared && (await shared(bindings));
    const items = maxItems ? await maxItems(bindings) : Infinity;
    const bytes = maxBytes ? await maxBytes(bindings) : payloadLimit;
    return split(inputs, items, bytes, batchInput).map((batch, index) => {
      const input: JsonObject = { ...(batchInput === undefined ? {} : { BatchInput: batchInput }), Items: batch };
      return { input, mapContext: { Item: { Index: index, Value: input } }, items: batch.length };
    });
  };
}

/** Reads, selects and batches: what the iterations of a Map work on, in order. */
export function compileMapInputs(fields: JsonObject, context: TemplateContext): (visit: Visit) => Promise<MapInput[]> {
  const source = compileSource(fields, context);
  const select = compileSelector(fields, context);
  const batch = compileBatcher(fields, context);
  return async (visit) => {
    const selected = await select(visit, await source(visit));
    return batch ? batch(visit, selected) : selected;
  };
}
