/** The value at a simple JSON path: `$.detail.items[0].id`, `$['a']`; undefined when there is none. */
export function atJsonPath(path: string, document: unknown): unknown {
  const steps = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted ?? '',
  );
  return steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | null | undefined)?.[step],
    document,
  );
}
