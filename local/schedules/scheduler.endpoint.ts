import type { Place } from '../assembly/parameters.ts';
import { arnOf } from '../assembly/resource.ts';
import { AwsFailure } from '../endpoints/aws-failure.ts';
import type { RestAnswer, RestRequest, RestService } from '../endpoints/service-server.ts';
import type { Schedule, Scheduler } from './scheduler.ts';

const path = /^\/schedules\/([^/]+)$/;

const json = (body: object): RestAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const notFound = (name: string) => new AwsFailure('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);

/** EventBridge Scheduler's CreateSchedule, GetSchedule, UpdateSchedule and DeleteSchedule. */
export function schedulerEndpoint(scheduler: Scheduler, place: Place): RestService {
  const carryOut = async (name: string, { method, query, body }: RestRequest): Promise<RestAnswer> => {
    const given = (body ? JSON.parse(body) : {}) as Partial<Schedule>;
    const group = given.GroupName ?? query.get('groupName') ?? 'default';
    const ScheduleArn = arnOf(place, 'scheduler', `schedule/${group}/${name}`);
    const known = scheduler.get(group, name);
    if (method === 'GET') {
      if (!known) throw notFound(name);
      return json({ State: 'ENABLED', ...known.schedule, Arn: ScheduleArn, CreationDate: known.createdAtMs / 1000 });
    }
    if (method === 'DELETE') {
      if (!scheduler.remove(group, name)) throw notFound(name);
      return json({});
    }
    if (method === 'POST' && known) throw new AwsFailure('ConflictException', `Schedule ${name} already exists.`, 409);
    if (method === 'PUT' && !known) throw notFound(name);
    if (!given.ScheduleExpression || !given.Target)
      throw new AwsFailure('ValidationException', 'ScheduleExpression and Target are needed.');
    try {
      const schedule = { ...given, Name: name, GroupName: group } as Schedule;
      scheduler.put(schedule, { persists: true });
    } catch (error) {
      throw new AwsFailure('ValidationException', (error as Error).message);
    }
    return json({ ScheduleArn });
  };
  return (request) => {
    const [, name] = path.exec(request.path) ?? [];
    return name === undefined ? undefined : carryOut(decodeURIComponent(name), request);
  };
}
