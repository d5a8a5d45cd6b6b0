import type { VirtualClock, Work } from '../clock/clock.ts';
import type { Store } from '../store/store.ts';
import { type NextInstant, parseScheduleExpression } from './expression.ts';

export interface ScheduleTarget {
  readonly Arn: string;
  readonly Input?: string;
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly EventBridgeParameters?: { readonly DetailType: string; readonly Source: string };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

/** A schedule of EventBridge Scheduler, with the property names that its API and CloudFormation share. */
export interface Schedule {
  readonly Name: string;
  readonly GroupName: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  /** Seconds since the epoch or an ISO text. */
  readonly StartDate?: number | string;
  readonly EndDate?: number | string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly ActionAfterCompletion?: 'DELETE' | 'NONE';
  readonly Target: ScheduleTarget;
}

interface Kept {
  readonly schedule: Schedule;
  readonly createdAtMs: number;
}

export interface Scheduler {
  put(schedule: Schedule, options?: { readonly persists?: boolean }): void;
  get(group: string, name: string): Kept | undefined;
  remove(group: string, name: string): boolean;
  /** Brings back what was created at run time before a restart; what fell due meanwhile fires at once. */
  restore(): void;
}

export interface SchedulerPorts {
  readonly clock: VirtualClock;
  readonly work: Work;
  readonly store: Store;
  fire(schedule: Schedule, scheduledAtMs: number): Promise<void>;
  readonly onError: (error: unknown) => void;
}

const instantOf = (date: number | string): number => (typeof date === 'number' ? date * 1000 : Date.parse(date));

const isOneTime = ({ ScheduleExpression }: Schedule): boolean => ScheduleExpression.startsWith('at(');

/** When a schedule fires next, within its start and end. */
function nextOf({ schedule, createdAtMs }: Kept): NextInstant {
  const startMs = schedule.StartDate === undefined ? createdAtMs : instantOf(schedule.StartDate);
  const zone = schedule.ScheduleExpressionTimezone ?? 'UTC';
  const next = parseScheduleExpression(schedule.ScheduleExpression, zone, startMs);
  const endMs = schedule.EndDate === undefined ? Number.POSITIVE_INFINITY : instantOf(schedule.EndDate);
  return (afterMs) => {
    const instant = next(isOneTime(schedule) ? afterMs : Math.max(afterMs, startMs - 1));
    return instant !== undefined && instant <= endMs ? instant : undefined;
  };
}

/** EventBridge Scheduler on the virtual clock. */
export function createScheduler({ clock, work, store, fire, onError }: SchedulerPorts): Scheduler {
  const timers = new Map<string, { kept: Kept; cancel: () => void }>();
  const pathOf = ({ GroupName, Name }: Pick<Schedule, 'GroupName' | 'Name'>): string => `schedule/${GroupName}/${Name}`;

  const arm = (kept: Kept, afterMs: number): void => {
    const { schedule } = kept;
    if (schedule.State === 'DISABLED') return void timers.set(pathOf(schedule), { kept, cancel: () => {} });
    const atMs = nextOf(kept)(afterMs);
    const cancel = atMs === undefined ? () => {} : clock.at(atMs, () => run(kept, atMs));
    timers.set(pathOf(schedule), { kept, cancel });
  };
  const run = async (kept: Kept, atMs: number): Promise<void> => {
    const { schedule } = kept;
    const done = work.begin(`schedule:${schedule.Name}`);
    store.put(`last/${pathOf(schedule)}`, String(atMs));
    if (nextOf(kept)(atMs) === undefined && schedule.ActionAfterCompletion === 'DELETE')
      remove(schedule.GroupName, schedule.Name);
    else arm(kept, atMs);
    await fire(schedule, atMs).catch(onError).finally(done);
  };
  const remove = (GroupName: string, Name: string): boolean => {
    const path = pathOf({ GroupName, Name });
    timers.get(path)?.cancel();
    store.delete(path);
    store.delete(`last/${path}`);
    return timers.delete(path);
  };

  return {
    put(schedule, { persists = false } = {}) {
      const path = pathOf(schedule);
      timers.get(path)?.cancel();
      const kept: Kept = { schedule, createdAtMs: timers.get(path)?.kept.createdAtMs ?? clock.now() };
      if (persists) store.put(path, JSON.stringify(kept));
      // A one-time schedule made at run time for a moment that has just passed still fires; one in a template has had its day.
      arm(kept, persists && isOneTime(schedule) ? Number.NEGATIVE_INFINITY : clock.now());
    },
    get: (group, name) => timers.get(pathOf({ GroupName: group, Name: name }))?.kept,
    remove,
    restore() {
      for (const [path, text] of store.entries('schedule/')) {
        const kept = JSON.parse(text) as Kept;
        const fired = store.get(`last/${path}`);
        if (!isOneTime(kept.schedule)) arm(kept, clock.now());
        else if (fired === undefined) arm(kept, Number.NEGATIVE_INFINITY);
      }
    },
  };
}
