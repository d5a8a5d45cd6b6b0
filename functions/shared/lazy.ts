/** Makes a thing at its first use and keeps it: a function's SDK client, which is costly to start and keeps its connections. */
export function lazy<Thing>(make: () => Thing): () => Thing {
  let made: { readonly thing: Thing } | undefined;
  return () => {
    if (!made) made = { thing: make() };
    return made.thing;
  };
}
