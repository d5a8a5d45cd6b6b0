import * as z from 'zod/mini';
import type { Answer } from './answer.ts';
import type { Contract, Schema } from './contract.ts';

/** Whether it shows a resource with a version, which can be sent back as If-Match. */
export const isVersioned = (schema: Schema | undefined): boolean =>
  schema instanceof z.ZodMiniObject && schema.shape.version instanceof z.ZodMiniNumber;

/** Of every answer that shows such a resource: its version in quotes, also where the answer is a replay. */
export function etagOf({ answers }: Contract, { status, body }: Answer): Readonly<Record<string, string>> {
  if (!isVersioned(answers[status]?.schema)) return {};
  const { version } = JSON.parse(body) as { readonly version?: number };
  return Number.isInteger(version) ? { etag: `"${version}"` } : {}; // a replay may be from before there were versions
}
