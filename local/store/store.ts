/** A small ordered map of JSON texts, where the runtime keeps what must outlive a restart. */
export interface Store {
  get(key: string): string | undefined;
  put(key: string, value: string): void;
  delete(key: string): void;
  /** Entries whose key starts with the prefix, in the order of their keys. */
  entries(prefix: string): [key: string, value: string][];
  close(): void;
}

/** Without --data: gone with the process. */
export function memoryStore(): Store {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key),
    put: (key, value) => void values.set(key, value),
    delete: (key) => void values.delete(key),
    entries: (prefix) => [...values].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)),
    close: () => {},
  };
}
