const overheadOfCollection = 3;
const overheadOfElement = 1;

/**
 * Bytes of an item by the rules that DynamoDB charges by (Developer Guide, "DynamoDB item sizes and formats"): names and
 * strings as UTF-8, numbers two digits a byte and one more, three bytes for a list or map and one for each of its elements.
 */
export const itemBytes = (item: Readonly<Record<string, unknown>>): number =>
  Object.entries(item).reduce((bytes, [name, value]) => bytes + utf8(name) + valueBytes(value), 0);

function valueBytes(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'string') return utf8(value);
  if (typeof value === 'number') return numberBytes(value);
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) {
    return value.reduce<number>(
      (bytes, element) => bytes + overheadOfElement + valueBytes(element),
      overheadOfCollection,
    );
  }
  return Object.entries(value).reduce(
    (bytes, [name, member]) =>
      member === undefined ? bytes : bytes + overheadOfElement + utf8(name) + valueBytes(member),
    overheadOfCollection,
  );
}

/** Leading and trailing zeros take no space. */
const numberBytes = (value: number): number => {
  const digits = String(Math.abs(value))
    .replace('.', '')
    .replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (value < 0 ? 1 : 0);
};

const utf8 = (text: string): number => Buffer.byteLength(text);
