import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { csvMediaTypes } from '../shared/csv.ts';

const ImportResource = z.object({
  rows: z.int(),
  counts: z.object({
    created: z.int(),
    updated: z.int(),
    applied: z.int(),
    unchanged: z.int(),
    error: z.int(),
  }),
  results: z.array(
    z.object({
      /** The line of the file, its headings being line 1. */
      line: z.int(),
      reference: z.nullable(z.string()),
      outcome: z.enum(['created', 'updated', 'applied', 'unchanged', 'error']),
      buyerId: z.nullable(z.string()),
      errors: z.array(z.object({ column: z.string(), code: z.string(), message: z.string() })),
    }),
  ),
});
export type ImportResource = z.infer<typeof ImportResource>;

const tag = 'Buyers';

export const importBuyers = contract({
  operation: 'importBuyers',
  method: 'POST',
  path: '/v1/buyers:import',
  tag,
  summary: 'Takes a file of members, row by row: good rows are carried out, wrong ones named by column',
  audience: 'buyers:write',
  file: true,
  once: true,
  answers: { 200: { description: 'What became of each row.', schema: ImportResource } },
});

const rows = z._default(
  z.pipe(
    z.string().check(z.regex(/^\d{1,4}$/)),
    z.pipe(z.transform(Number), z.int().check(z.minimum(1), z.maximum(1000))),
  ),
  1000,
);

export const exportBuyers = contract({
  operation: 'exportBuyers',
  method: 'GET',
  path: '/v1/buyers:export',
  tag,
  summary: 'Members as a file that can be imported again; the Link header leads to the next thousand',
  audience: 'buyers:read',
  query: z.strictObject({
    encoding: z._default(z.enum(['utf-8', 'shift_jis']), 'utf-8'),
    limit: rows,
    cursor: z.optional(z.string().check(z.maxLength(1024))),
  }),
  answers: { 200: { description: 'A file of rows.', mediaTypes: Object.values(csvMediaTypes) } },
});

export const memberFileContracts = [importBuyers, exportBuyers];
