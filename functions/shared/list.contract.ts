import * as z from 'zod/mini';

/** `limit` and `cursor` of every list (API.md, head). */
export const pageQuery = {
  limit: z._default(
    z.pipe(
      z.string().check(z.regex(/^\d{1,3}$/)),
      z.pipe(z.transform(Number), z.int().check(z.minimum(1), z.maximum(100))),
    ),
    20,
  ),
  cursor: z.optional(z.string().check(z.maxLength(1024))),
};

/** `{ items, nextCursor }` of the given items. */
export const listOf = <Items extends z.ZodMiniType>(items: Items) =>
  z.object({ items: z.array(items), nextCursor: z.nullable(z.string()) });
