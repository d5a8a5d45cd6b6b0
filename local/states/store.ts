import type { Json, JsonObject } from './json.ts';

export type MachineType = 'STANDARD' | 'EXPRESS';
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface MachineRecord {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly definition: string;
  readonly roleArn: string;
  readonly createdAt: number;
}

export interface ExecutionRecord {
  readonly arn: string;
  /** The machine; for a child of a Distributed Map the machine's ARN, a slash and the map's label. */
  readonly machineArn: string;
  /** Which definition it was started with: a running execution keeps it when the machine is changed. */
  readonly revision: string;
  readonly name: string;
  readonly type: MachineType;
  readonly startedAt: number;
  readonly input: string;
  readonly mapRunArn?: string;
  /** Items that this child of a Distributed Map works on. */
  readonly itemCount?: number;
  status: ExecutionStatus;
  stoppedAt?: number;
  output?: string;
  error?: string;
  cause?: string;
}

/**
 * Where one scope of a running execution stands: the execution itself (path ''), a branch or an iteration ('/2', '/2/0', …).
 * It is all that a restart needs, and is written on every entry of a state.
 */
export interface Checkpoint {
  state: string;
  input: Json;
  variables: JsonObject;
  enteredAt: number;
  lastEventId: number;
  retryCount: number;
  /** Retries used, per retrier. */
  retries: number[];
  /** The instant a Wait ends. */
  waitUntil?: number;
  /** The instant the next attempt starts. */
  retryAt?: number;
  /** A Parallel or a Map whose children have been started. */
  started?: boolean;
  token?: string;
  /** The task has been handed over, and only its answer is awaited. */
  submitted?: boolean;
  answer?: TaskAnswer;
  deadline?: number;
  heartbeatDeadline?: number;
  /** The execution that a `.sync` task or an iteration of a Distributed Map has started. */
  childArn?: string;
  mapRunArn?: string;
  /** The scope has ended and waits for the others. */
  done?: ScopeOutcome;
}

export type TaskAnswer = { readonly output: Json } | { readonly error: string; readonly cause: string };
export type ScopeOutcome = { readonly output: Json } | { readonly error: string; readonly cause: string };

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly type: string;
  readonly details?: Readonly<Record<string, JsonObject>>;
}

export interface MapRunRecord {
  readonly arn: string;
  readonly executionArn: string;
  readonly machineArn: string;
  readonly startedAt: number;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly itemTotal: number;
  readonly executionTotal: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  stoppedAt?: number;
  resultsWritten: number;
}

export interface ExecutionFilter {
  readonly machineArn?: string;
  readonly mapRunArn?: string;
  readonly status?: ExecutionStatus;
  /** Only what was started before this one (the `sequence` of a listed execution). */
  readonly before?: number;
  readonly limit: number;
}

export type StatusCounts = Readonly<Partial<Record<ExecutionStatus, { executions: number; items: number }>>>;

/** Keeps what Step Functions keeps. Every call is synchronous: what has returned is stored. */
export interface ExecutionStore {
  putRevision(revision: string, machine: MachineRecord): void;
  revision(revision: string): MachineRecord | undefined;
  putExecution(execution: ExecutionRecord): void;
  execution(arn: string): ExecutionRecord | undefined;
  /** Newest first. */
  executions(filter: ExecutionFilter): { execution: ExecutionRecord; sequence: number }[];
  running(): ExecutionRecord[];
  countByStatus(mapRunArn: string): StatusCounts;
  /** Forgets an execution and all that belongs to it. */
  deleteExecution(arn: string): void;
  putScope(arn: string, path: string, point: Checkpoint): void;
  scopes(arn: string): Map<string, Checkpoint>;
  /** Forgets the scopes below a path; with '' as path all but the execution's own. */
  deleteScopesBelow(arn: string, path: string): void;
  deleteScopes(arn: string): void;
  addEvent(arn: string, event: HistoryEvent): void;
  events(arn: string, page: { after: number; limit: number; reverse: boolean }): HistoryEvent[];
  eventCount(arn: string): number;
  putMapRun(run: MapRunRecord): void;
  mapRun(arn: string): MapRunRecord | undefined;
  mapRuns(executionArn: string): MapRunRecord[];
  /** All that `change` writes is stored, or nothing of it. */
  atomically(change: () => void): void;
  close(): void;
}
