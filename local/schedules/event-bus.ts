import { randomUUID } from 'node:crypto';
import type { Place } from '../assembly/parameters.ts';
import { nameInArn } from '../assembly/resource.ts';
import type { VirtualClock, Work } from '../clock/clock.ts';
import { AwsFailure } from '../endpoints/aws-failure.ts';
import type { JsonService } from '../endpoints/service-server.ts';
import type { Deliver } from '../targets/deliver.ts';
import { type TargetInput, targetInput } from '../targets/input-template.ts';
import { matchesPattern } from './event-pattern.ts';

export interface RuleTarget extends TargetInput {
  readonly Arn: string;
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly pattern?: Readonly<Record<string, unknown>>;
  readonly targets: readonly RuleTarget[];
}

export interface PutEntry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly EventBusName?: string;
  readonly Time?: number;
  readonly Resources?: readonly string[];
}

export interface EventBuses {
  addBus(name: string): void;
  addRule(rule: Rule): void;
  put(entry: PutEntry): string;
  /** Sends an event to the rule's targets, without asking its pattern (a scheduled rule). */
  fire(rule: Rule, event: object): Promise<void>;
}

export interface EventBusPorts extends Place {
  readonly clock: VirtualClock;
  readonly work: Work;
  readonly deliver: Deliver;
  readonly onError: (error: unknown) => void;
}

/** The event as targets see it. */
export function eventEnvelope(entry: PutEntry, { clock, region, account }: EventBusPorts) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType ?? '',
    source: entry.Source ?? '',
    account,
    time: new Date(entry.Time === undefined ? clock.now() : entry.Time * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: entry.Resources ?? [],
    detail: JSON.parse(entry.Detail ?? '{}') as unknown,
  };
}

/** EventBridge buses and their rules. */
export function createEventBuses(ports: EventBusPorts): EventBuses {
  const rules = new Map<string, Rule[]>([['default', []]]);

  const toTarget = async (target: RuleTarget, rule: Rule, event: object): Promise<void> => {
    const input = targetInput(target, event);
    const groupId = target.SqsParameters?.MessageGroupId;
    try {
      await ports.deliver(target.Arn, input, groupId === undefined ? {} : { groupId });
    } catch (error) {
      const deadLetters = target.DeadLetterConfig?.Arn;
      if (!deadLetters) throw error;
      const attributes = { RULE_ARN: rule.arn, TARGET_ARN: target.Arn, ERROR_MESSAGE: String(error) };
      await ports.deliver(deadLetters, JSON.stringify(event), { attributes });
    }
  };
  const fire = async (rule: Rule, event: object): Promise<void> => {
    const done = ports.work.begin(`rule:${rule.name}`);
    const sent = await Promise.allSettled(rule.targets.map((target) => toTarget(target, rule, event)));
    for (const result of sent) if (result.status === 'rejected') ports.onError(result.reason);
    done();
  };

  return {
    addBus: (name) => void rules.set(name, rules.get(name) ?? []),
    addRule: (rule) => void rules.set(rule.bus, [...(rules.get(rule.bus) ?? []), rule]),
    put(entry) {
      const bus = nameInArn(entry.EventBusName ?? 'default');
      const onBus = rules.get(bus);
      if (!onBus) throw new AwsFailure('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
      const event = eventEnvelope(entry, ports);
      for (const rule of onBus) if (rule.pattern && matchesPattern(rule.pattern, event)) void fire(rule, event);
      return event.id;
    },
    fire,
  };
}

/** EventBridge's PutEvents: each entry stands for itself. */
export const eventsService =
  (buses: EventBuses): JsonService =>
  async (operation, input) => {
    if (operation !== 'PutEvents')
      throw new AwsFailure('UnknownOperationException', `events:${operation} is not served here`);
    const Entries = (input.Entries as PutEntry[]).map((entry) => {
      try {
        for (const field of ['Source', 'DetailType', 'Detail'] as const) {
          if (!entry[field]) throw new AwsFailure('InvalidArgument', `Parameter ${field} is not valid.`);
        }
        return { EventId: buses.put(entry) };
      } catch (error) {
        const isJson = error instanceof SyntaxError;
        const { name, message } = error as Error;
        return {
          ErrorCode: isJson ? 'MalformedDetail' : name,
          ErrorMessage: isJson ? 'Detail is malformed.' : message,
        };
      }
    });
    return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
  };
