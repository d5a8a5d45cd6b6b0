import { parseCsv } from './csv.ts';
import { InvalidDefinition, onlyFields, optionalList, requiredObject, requiredText } from './definition.ts';
import { StateFailure } from './failure.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { beforeResult } from './state-fields.ts';
import { compileTemplate, type TemplateContext, typed } from './template.ts';
import { bindingsOf, type Visit } from './visit.ts';

const isWhole = (value: Json): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;

const delimiters: Readonly<Record<string, string>> = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

/** An ItemReader that could not read: States.ItemReaderFailed. */
const unreadable = (cause: string) => new StateFailure('States.ItemReaderFailed', cause);

function readJson(text: string, config: JsonObject): Json[] {
  let value: Json | undefined = JSON.parse(text) as Json;
  const pointer = typeof config.ItemsPointer === 'string' ? config.ItemsPointer : '';
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined;
  }
  if (!Array.isArray(value)) throw unreadable('The JSON of the items is not an array.');
  return value;
}

const readJsonLines = (text: string): Json[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Json);

function readCsv(text: string, config: JsonObject): Json[] {
  const rows = parseCsv(text.replace(/^\uFEFF/, ''), delimiters[String(config.CSVDelimiter ?? 'COMMA')]);
  const given = config.CSVHeaderLocation === 'GIVEN';
  const headers = given ? (config.CSVHeaders as string[]) : (rows[0] ?? []);
  return rows
    .slice(given ? 0 : 1)
    .map((row) => Object.fromEntries(headers.map((header, column) => [header, row[column] ?? ''])));
}

const formats: Readonly<Record<string, (text: string, config: JsonObject) => Json[]>> = {
  JSON: readJson,
  JSONL: readJsonLines,
  CSV: readCsv,
};

function checkConfig(config: JsonObject, isList: boolean, at: string): void {
  onlyFields(config, ['InputType', 'MaxItems', 'CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter', 'ItemsPointer'], at);
  if (isList) return;
  if (!formats[String(config.InputType)]) {
    throw new InvalidDefinition(`${at}: InputType must be one of ${Object.keys(formats).join(', ')}.`);
  }
  if (config.InputType !== 'CSV') return;
  if (config.CSVHeaderLocation !== 'FIRST_ROW' && config.CSVHeaderLocation !== 'GIVEN') {
    throw new InvalidDefinition(`${at}: CSVHeaderLocation is FIRST_ROW or GIVEN.`);
  }
  if (config.CSVHeaderLocation === 'GIVEN' && optionalList(config.CSVHeaders, `${at}: CSVHeaders`).length === 0) {
    throw new InvalidDefinition(`${at}: CSVHeaders must name the columns.`);
  }
  if (!delimiters[String(config.CSVDelimiter ?? 'COMMA')]) {
    throw new InvalidDefinition(`${at}: CSVDelimiter must be one of ${Object.keys(delimiters).join(', ')}.`);
  }
}

async function listItems(visit: Visit, args: JsonObject): Promise<Json[]> {
  const { objects } = visit.scope.engine.ports;
  const found = await objects.list(String(args.Bucket), String(args.Prefix ?? ''));
  return found.map(({ Key, Size, ETag, LastModified }) => ({
    Etag: ETag,
    Key,
    LastModified,
    Size,
    StorageClass: 'STANDARD',
  }));
}

async function readItems(visit: Visit, args: JsonObject, config: JsonObject): Promise<Json[]> {
  const body = await visit.scope.engine.ports.objects.get(String(args.Bucket), String(args.Key));
  const read = formats[String(config.InputType)] as (typeof formats)[string];
  return read(new TextDecoder().decode(body), config);
}

/** `ItemReader`: the items of a Distributed Map out of an object in S3, or the objects of a bucket themselves. */
export function compileItemReader(value: Json, context: TemplateContext): (visit: Visit) => Promise<Json[]> {
  const at = `${context.at}: ItemReader`;
  const fields = requiredObject(value, at);
  onlyFields(fields, ['Resource', 'Arguments', 'ReaderConfig'], at);
  const action = /^arn:[\w-]+:states:::(s3:getObject|s3:listObjectsV2)$/.exec(
    requiredText(fields, 'Resource', at),
  )?.[1];
  if (!action) throw new InvalidDefinition(`${at}: Resource must be s3:getObject or s3:listObjectsV2.`);
  const isList = action === 's3:listObjectsV2';
  const config = fields.ReaderConfig === undefined ? {} : requiredObject(fields.ReaderConfig, `${at}: ReaderConfig`);
  checkConfig(config, isList, `${at}: ReaderConfig`);
  const args = compileTemplate(fields.Arguments ?? {}, 'ItemReader/Arguments', beforeResult, context);
  const maxItems =
    config.MaxItems === undefined
      ? undefined
      : typed(
          compileTemplate(config.MaxItems, 'ItemReader/ReaderConfig/MaxItems', beforeResult, context),
          'MaxItems',
          'a positive whole number',
          isWhole,
        );
  return async (visit) => {
    const bindings = bindingsOf(visit);
    const evaluated = await args(bindings);
    const limit = maxItems ? await maxItems(bindings) : Infinity;
    if (!isObject(evaluated)) throw unreadable('The Arguments of the ItemReader are not an object.');
    try {
      const items = isList ? await listItems(visit, evaluated) : await readItems(visit, evaluated, config);
      return items.slice(0, limit);
    } catch (error) {
      throw error instanceof StateFailure ? error : unreadable((error as Error).message);
    }
  };
}
