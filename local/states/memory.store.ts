import type {
  Checkpoint,
  ExecutionFilter,
  ExecutionRecord,
  ExecutionStore,
  HistoryEvent,
  MachineRecord,
  MapRunRecord,
  StatusCounts,
} from './store.ts';

interface Kept {
  execution: ExecutionRecord;
  readonly sequence: number;
  readonly scopes: Map<string, Checkpoint>;
  readonly events: HistoryEvent[];
}

const matches = ({ execution, sequence }: Kept, filter: ExecutionFilter): boolean =>
  (filter.machineArn === undefined || execution.machineArn === filter.machineArn) &&
  (filter.mapRunArn === undefined || execution.mapRunArn === filter.mapRunArn) &&
  (filter.status === undefined || execution.status === filter.status) &&
  (filter.before === undefined || sequence < filter.before);

function countByStatus(executions: Iterable<Kept>, mapRunArn: string): StatusCounts {
  const counts: Record<string, { executions: number; items: number }> = {};
  for (const { execution } of executions) {
    if (execution.mapRunArn !== mapRunArn) continue;
    counts[execution.status] ??= { executions: 0, items: 0 };
    const count = counts[execution.status] as { executions: number; items: number };
    count.executions += 1;
    count.items += execution.itemCount ?? 1;
  }
  return counts;
}

function pageOf(events: readonly HistoryEvent[], page: { after: number; limit: number; reverse: boolean }) {
  const ordered = page.reverse ? events.toReversed() : events;
  return ordered.slice(page.after, page.after + page.limit);
}

/** Keeps executions as long as the process lives. */
export function createMemoryStore(): ExecutionStore {
  const revisions = new Map<string, MachineRecord>();
  const kept = new Map<string, Kept>();
  const mapRuns = new Map<string, MapRunRecord>();
  let sequence = 0;
  return {
    putRevision: (revision, machine) => void revisions.set(revision, machine),
    revision: (revision) => revisions.get(revision),
    putExecution(execution) {
      const known = kept.get(execution.arn);
      if (known) known.execution = { ...execution };
      else {
        sequence += 1;
        kept.set(execution.arn, { execution: { ...execution }, sequence, scopes: new Map(), events: [] });
      }
    },
    execution: (arn) => kept.get(arn)?.execution,
    executions: (filter) =>
      [...kept.values()]
        .reverse()
        .filter((entry) => matches(entry, filter))
        .slice(0, filter.limit)
        .map((entry) => ({ execution: entry.execution, sequence: entry.sequence })),
    running: () => [...kept.values()].map((entry) => entry.execution).filter(({ status }) => status === 'RUNNING'),
    countByStatus: (mapRunArn) => countByStatus(kept.values(), mapRunArn),
    deleteExecution: (arn) => void kept.delete(arn),
    putScope: (arn, path, point) => void kept.get(arn)?.scopes.set(path, structuredClone(point)),
    scopes: (arn) => structuredClone(kept.get(arn)?.scopes ?? new Map()),
    deleteScopesBelow(arn, path) {
      const scopes = kept.get(arn)?.scopes;
      for (const below of scopes?.keys() ?? []) if (below.startsWith(`${path}/`)) scopes?.delete(below);
    },
    deleteScopes: (arn) => kept.get(arn)?.scopes.clear(),
    addEvent: (arn, event) => void kept.get(arn)?.events.push(event),
    events: (arn, page) => pageOf(kept.get(arn)?.events ?? [], page),
    eventCount: (arn) => kept.get(arn)?.events.length ?? 0,
    putMapRun: (run) => void mapRuns.set(run.arn, { ...run }),
    mapRun: (arn) => mapRuns.get(arn),
    mapRuns: (executionArn) => [...mapRuns.values()].filter((run) => run.executionArn === executionArn),
    atomically: (change) => change(),
    close: () => undefined,
  };
}
