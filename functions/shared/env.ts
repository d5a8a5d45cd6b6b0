import * as z from 'zod/mini';

/**
 * The environment of a function, read once at start: a missing or malformed name stops the function before its first call.
 * The only door to process.env (Biome holds that).
 */
export function env<Shape extends z.core.$ZodShape>(shape: Shape): z.infer<z.ZodMiniObject<Shape>> {
  const read = z.object(shape).safeParse(process.env);
  if (read.success) return read.data;
  const names = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Error(`The environment of this function lacks or garbles: ${names}`);
}
