import type { StreamRecord } from './stream-record.ts';

type Attribute = { readonly M?: Attributes; readonly L?: readonly Attribute[] };
type Attributes = Readonly<Record<string, Attribute>>;

/**
 * The record as DynamoDB tells it. The streams of DynamoDB Local (2026-05-28) tell an empty map as a value of no type, `{}`, and
 * no SDK can read that; DynamoDB, and GetItem of DynamoDB Local, tell it as `{"M": {}}`. No other value has no type.
 */
export function withEmptyMaps(record: StreamRecord): StreamRecord {
  const { NewImage, OldImage } = record.dynamodb;
  return {
    ...record,
    dynamodb: {
      ...record.dynamodb,
      ...(NewImage && { NewImage: typed(NewImage as Attributes) }),
      ...(OldImage && { OldImage: typed(OldImage as Attributes) }),
    },
  };
}

const typed = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, typedValue(value)]));

function typedValue(value: Attribute): Attribute {
  if (value.M) return { M: typed(value.M) };
  if (value.L) return { L: value.L.map(typedValue) };
  return Object.keys(value).length === 0 ? { M: {} } : value;
}
