import { arnOf, nameInArn, nameOf, type Provision } from '../assembly/resource.ts';
import { type EventBuses, type EventBusPorts, eventEnvelope, type Rule, type RuleTarget } from './event-bus.ts';
import type { Schedule, Scheduler } from './scheduler.ts';

/** The group of the schedules that stand for scheduled rules; no app can name a group like this. */
const rulesGroup = ':rules';

/** AWS::Events::EventBus, AWS::Events::Rule and AWS::Scheduler::Schedule. */
export function scheduleProvisions(
  buses: EventBuses,
  scheduler: Scheduler,
  ruleTargets: Map<string, Rule>,
): [string, Provision][] {
  const bus: Provision = (resource) => {
    const name = nameOf(resource, 'Name', 256);
    buses.addBus(name);
    return { ref: name, attributes: { Name: name, Arn: arnOf(resource, 'events', `event-bus/${name}`) } };
  };
  const rule: Provision = (resource) => {
    const { properties } = resource;
    const name = nameOf(resource, 'Name', 64);
    const onBus = nameInArn(String(properties.EventBusName ?? 'default'));
    const Arn = arnOf(resource, 'events', onBus === 'default' ? `rule/${name}` : `rule/${onBus}/${name}`);
    const pattern = properties.EventPattern as Rule['pattern'];
    const made: Rule = {
      name,
      arn: Arn,
      bus: onBus,
      targets: (properties.Targets ?? []) as RuleTarget[],
      ...(pattern && { pattern }),
    };
    if (properties.State === 'DISABLED') return { ref: name, attributes: { Arn } };
    buses.addRule(made);
    if (properties.ScheduleExpression) {
      ruleTargets.set(name, made);
      const ScheduleExpression = String(properties.ScheduleExpression);
      scheduler.put({ Name: name, GroupName: rulesGroup, ScheduleExpression, Target: { Arn } });
    }
    return { ref: name, attributes: { Arn } };
  };
  const schedule: Provision = (resource) => {
    const name = nameOf(resource, 'Name', 64);
    const group = String(resource.properties.GroupName ?? 'default');
    scheduler.put({ ...(resource.properties as unknown as Schedule), Name: name, GroupName: group });
    return { ref: name, attributes: { Arn: arnOf(resource, 'scheduler', `schedule/${group}/${name}`) } };
  };
  return [
    ['AWS::Events::EventBus', bus],
    ['AWS::Events::Rule', rule],
    ['AWS::Scheduler::Schedule', schedule],
  ];
}

/** What happens when a schedule falls due: a scheduled rule sends its event, a schedule its own input. */
export function scheduleFirer(buses: EventBuses, ruleTargets: ReadonlyMap<string, Rule>, ports: EventBusPorts) {
  return async (schedule: Schedule, atMs: number): Promise<void> => {
    const rule = schedule.GroupName === rulesGroup ? ruleTargets.get(schedule.Name) : undefined;
    if (rule) {
      const entry = {
        Source: 'aws.events',
        DetailType: 'Scheduled Event',
        Time: atMs / 1000,
        Resources: [rule.arn],
        Detail: '{}',
      };
      return await buses.fire(rule, eventEnvelope(entry, ports));
    }
    const { Target: target } = schedule;
    const input = fillContext(target.Input ?? '{}', schedule, atMs);
    const groupId = target.SqsParameters?.MessageGroupId;
    const { Source: source, DetailType: detailType } = target.EventBridgeParameters ?? {};
    try {
      await ports.deliver(target.Arn, input, {
        ...(groupId !== undefined && { groupId }),
        ...(source !== undefined && { source }),
        ...(detailType !== undefined && { detailType }),
      });
    } catch (error) {
      if (!target.DeadLetterConfig?.Arn) throw error;
      await ports.deliver(target.DeadLetterConfig.Arn, input, { attributes: { ERROR_MESSAGE: String(error) } });
    }
  };
}

/** The context attributes of EventBridge Scheduler that an input may contain. */
function fillContext(input: string, schedule: Schedule, atMs: number): string {
  return input
    .replaceAll('<aws.scheduler.scheduled-time>', new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z'))
    .replaceAll('<aws.scheduler.execution-id>', crypto.randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1')
    .replaceAll('<aws.scheduler.schedule-arn>', `${schedule.GroupName}/${schedule.Name}`);
}
