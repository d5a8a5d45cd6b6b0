import { DatabaseSync } from 'node:sqlite';
import type { Store } from './store.ts';

/** With --data: one SQLite file. Writes are durable when the call returns, short of a power cut (WAL, synchronous NORMAL). */
export function sqliteStore(file: string): Store {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `);
  const get = database.prepare('SELECT value FROM entry WHERE key = ?');
  const put = database.prepare(
    'INSERT INTO entry VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM entry WHERE key = ?');
  // The character after every other: keys are ASCII, so this bounds a range of one prefix.
  const range = database.prepare('SELECT key, value FROM entry WHERE key >= ? AND key < ? ORDER BY key');
  return {
    get: (key) => get.get(key)?.value as string | undefined,
    put: (key, value) => void put.run(key, value),
    delete: (key) => void remove.run(key),
    entries: (prefix) =>
      range
        .all(prefix, `${prefix}\u{10ffff}`)
        .map((row) => [row.key as string, row.value as string] as [string, string]),
    close: () => database.close(),
  };
}
