import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type {
  Checkpoint,
  ExecutionRecord,
  ExecutionStore,
  HistoryEvent,
  MachineRecord,
  MapRunRecord,
} from './store.ts';

// write-ahead log with `synchronous = NORMAL`: what is stored survives the end of the process, which is what a restart of the
// runtime needs; a power cut may take the last moments, as it does with the other local stores
const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS revisions (revision TEXT PRIMARY KEY, record TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS executions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, map_run TEXT,
    status TEXT NOT NULL, items INTEGER NOT NULL, record TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machine, sequence);
  CREATE INDEX IF NOT EXISTS executions_by_map_run ON executions (map_run, sequence);
  CREATE INDEX IF NOT EXISTS executions_by_status ON executions (status);
  CREATE TABLE IF NOT EXISTS scopes (arn TEXT, path TEXT, point TEXT NOT NULL, PRIMARY KEY (arn, path)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (arn TEXT, id INTEGER, event TEXT NOT NULL, PRIMARY KEY (arn, id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS map_runs (arn TEXT PRIMARY KEY, execution TEXT NOT NULL, record TEXT NOT NULL);
`;

type Row = Record<string, unknown> | undefined;
const read = <T>(row: Row, column: string): T | undefined =>
  row === undefined ? undefined : (JSON.parse(String(row[column])) as T);

const prepare = (database: DatabaseSync) => ({
  putRevision: database.prepare('INSERT OR REPLACE INTO revisions VALUES (?, ?)'),
  revision: database.prepare('SELECT record FROM revisions WHERE revision = ?'),
  putExecution:
    database.prepare(`INSERT INTO executions (arn, machine, map_run, status, items, record) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (arn) DO UPDATE SET status = excluded.status, record = excluded.record`),
  execution: database.prepare('SELECT record FROM executions WHERE arn = ?'),
  executions: database.prepare(`SELECT sequence, record FROM executions
    WHERE ($machine IS NULL OR machine = $machine) AND ($run IS NULL OR map_run = $run)
      AND ($status IS NULL OR status = $status) AND ($before IS NULL OR sequence < $before)
    ORDER BY sequence DESC LIMIT $limit`),
  running: database.prepare(`SELECT record FROM executions WHERE status = 'RUNNING' ORDER BY sequence`),
  counts: database.prepare(
    'SELECT status, count(*) AS executions, sum(items) AS items FROM executions WHERE map_run = ? GROUP BY status',
  ),
  deleteExecution: database.prepare('DELETE FROM executions WHERE arn = ?'),
  deleteEvents: database.prepare('DELETE FROM events WHERE arn = ?'),
  putScope: database.prepare('INSERT OR REPLACE INTO scopes VALUES (?, ?, ?)'),
  scopes: database.prepare('SELECT path, point FROM scopes WHERE arn = ?'),
  // '0' is the character after '/': the range holds every path that starts with the given one and a slash
  deleteBelow: database.prepare(`DELETE FROM scopes WHERE arn = ? AND path >= ? || '/' AND path < ? || '0'`),
  deleteScopes: database.prepare('DELETE FROM scopes WHERE arn = ?'),
  addEvent: database.prepare('INSERT INTO events VALUES (?, ?, ?)'),
  events: database.prepare('SELECT event FROM events WHERE arn = ? ORDER BY id LIMIT ? OFFSET ?'),
  eventsReverse: database.prepare('SELECT event FROM events WHERE arn = ? ORDER BY id DESC LIMIT ? OFFSET ?'),
  eventCount: database.prepare('SELECT count(*) AS events FROM events WHERE arn = ?'),
  putMapRun: database.prepare('INSERT OR REPLACE INTO map_runs VALUES (?, ?, ?)'),
  mapRun: database.prepare('SELECT record FROM map_runs WHERE arn = ?'),
  mapRuns: database.prepare('SELECT record FROM map_runs WHERE execution = ? ORDER BY rowid'),
});

type Statements = ReturnType<typeof prepare>;

const executionPart = (sql: Statements) =>
  ({
    putRevision: (revision, machine) => void sql.putRevision.run(revision, JSON.stringify(machine)),
    revision: (revision) => read<MachineRecord>(sql.revision.get(revision), 'record'),
    putExecution: (it) =>
      void sql.putExecution.run(
        it.arn,
        it.machineArn,
        it.mapRunArn ?? null,
        it.status,
        it.itemCount ?? 1,
        JSON.stringify(it),
      ),
    execution: (arn) => read<ExecutionRecord>(sql.execution.get(arn), 'record'),
    executions: (filter) =>
      sql.executions
        .all({
          $machine: filter.machineArn ?? null,
          $run: filter.mapRunArn ?? null,
          $status: filter.status ?? null,
          $before: filter.before ?? null,
          $limit: filter.limit,
        })
        .map((row) => ({
          execution: read<ExecutionRecord>(row, 'record') as ExecutionRecord,
          sequence: Number(row.sequence),
        })),
    running: () => sql.running.all().map((row) => read<ExecutionRecord>(row, 'record') as ExecutionRecord),
    countByStatus: (mapRunArn) =>
      Object.fromEntries(
        sql.counts
          .all(mapRunArn)
          .map((row) => [String(row.status), { executions: Number(row.executions), items: Number(row.items) }]),
      ),
    deleteExecution(arn) {
      for (const statement of [sql.deleteExecution, sql.deleteEvents, sql.deleteScopes]) statement.run(arn);
    },
  }) satisfies Partial<ExecutionStore>;

const progressPart = (sql: Statements) =>
  ({
    putScope: (arn, path, point) => void sql.putScope.run(arn, path, JSON.stringify(point)),
    scopes: (arn) =>
      new Map(sql.scopes.all(arn).map((row) => [String(row.path), read<Checkpoint>(row, 'point') as Checkpoint])),
    deleteScopesBelow: (arn, path) => void sql.deleteBelow.run(arn, path, path),
    deleteScopes: (arn) => void sql.deleteScopes.run(arn),
    addEvent: (arn, event) => void sql.addEvent.run(arn, event.id, JSON.stringify(event)),
    events: (arn, page) =>
      (page.reverse ? sql.eventsReverse : sql.events)
        .all(arn, page.limit, page.after)
        .map((row) => read<HistoryEvent>(row, 'event') as HistoryEvent),
    eventCount: (arn) => Number(sql.eventCount.get(arn)?.events ?? 0),
    putMapRun: (run) => void sql.putMapRun.run(run.arn, run.executionArn, JSON.stringify(run)),
    mapRun: (arn) => read<MapRunRecord>(sql.mapRun.get(arn), 'record'),
    mapRuns: (executionArn) =>
      sql.mapRuns.all(executionArn).map((row) => read<MapRunRecord>(row, 'record') as MapRunRecord),
  }) satisfies Partial<ExecutionStore>;

/** Keeps executions in a folder, across restarts of the runtime. */
export function createSqliteStore(folder: string): ExecutionStore {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'executions.sqlite'));
  database.exec(schema);
  const sql = prepare(database);
  let depth = 0;
  return {
    ...executionPart(sql),
    ...progressPart(sql),
    atomically(change) {
      if (depth > 0) return change();
      depth += 1;
      database.exec('BEGIN');
      try {
        change();
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      } finally {
        depth -= 1;
      }
    },
    close: () => database.close(),
  };
}
