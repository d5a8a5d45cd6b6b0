export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A plain copy of what an expression or a service gave. JSONata marks its arrays with `sequence` and the like, clients give class
 * instances and dates; only what JSON can carry may travel between states.
 */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') return null;
  const copy: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined && typeof member !== 'function') copy[key] = toJson(member);
  }
  return copy;
}

/** Bytes of a text in UTF-8, counted only when the text is long enough for the count to matter. */
export const textBytes = (text: string, relevantFrom = 0): number =>
  text.length * 3 < relevantFrom ? text.length : Buffer.byteLength(text);
