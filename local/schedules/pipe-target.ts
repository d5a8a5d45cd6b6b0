import type { Lambda } from '../lambda/lambda.ts';
import type { SqsClient } from '../queues/sqs-client.ts';
import { batchAnswer } from '../targets/batch-answer.ts';
import type { Deliver } from '../targets/deliver.ts';
import { fillTemplate } from '../targets/input-template.ts';
import { atJsonPath } from '../targets/json-path.ts';

export interface PipeTarget {
  readonly arn: string;
  readonly enrichmentArn?: string;
  readonly parameters: {
    readonly InputTemplate?: string;
    readonly SqsQueueParameters?: { readonly MessageGroupId?: string; readonly MessageDeduplicationId?: string };
    readonly LambdaFunctionParameters?: { readonly InvocationType?: string };
    readonly EventBridgeEventBusParameters?: { readonly DetailType?: string; readonly Source?: string };
  };
}

export interface PipeTargetPorts {
  readonly lambda: Lambda;
  readonly sqs: SqsClient;
  readonly deliver: Deliver;
}

/** Sends a batch through enrichment and template to the target; returns the ids of what did not arrive. */
export async function sendThrough(
  ports: PipeTargetPorts,
  target: PipeTarget,
  events: readonly object[],
  ids: readonly string[],
): Promise<readonly string[]> {
  const enriched =
    target.enrichmentArn === undefined ? events : await enrich(ports.lambda, target.enrichmentArn, events);
  if (!enriched) return ids;
  const inputs = enriched.map((event) => transform(target, event));
  const service = target.arn.split(':')[2];
  if (service === 'lambda' || service === 'states') return await sendTogether(ports, target, inputs, ids);
  const failed: string[] = [];
  if (service === 'sqs') {
    const entries = inputs.map((body, at) => ({ body, ...optionsOf(target, enriched[at] as object) }));
    const places = await ports.sqs.sendAll(target.arn, entries);
    return places.map((place) => ids[place] ?? (ids[0] as string));
  }
  for (const [index, input] of inputs.entries()) {
    const arrived = await ports.deliver(target.arn, input, optionsOf(target, enriched[index] as object)).then(
      () => true,
      () => false,
    );
    if (!arrived) failed.push(ids[index] ?? (ids[0] as string));
  }
  return failed;
}

/** Lambda and Step Functions get the batch as one array. */
async function sendTogether(
  { lambda, deliver }: PipeTargetPorts,
  target: PipeTarget,
  inputs: readonly string[],
  ids: readonly string[],
): Promise<readonly string[]> {
  const payload = `[${inputs.join(',')}]`;
  const waits =
    target.arn.includes(':lambda:') && target.parameters.LambdaFunctionParameters?.InvocationType !== 'FIRE_AND_FORGET';
  if (!waits) {
    await deliver(target.arn, payload);
    return [];
  }
  const answer = batchAnswer(await lambda.invoke(target.arn, { payload }), new Set(ids), true);
  return answer.allFailed ? ids : answer.failedIds;
}

async function enrich(lambda: Lambda, arn: string, events: readonly object[]): Promise<readonly object[] | undefined> {
  const result = await lambda.invoke(arn, { payload: JSON.stringify(events) });
  if (result.functionError) return undefined;
  const answer = JSON.parse(result.payload) as object | readonly object[] | null;
  return answer === null ? [] : [answer].flat();
}

/** `<$.dynamodb.NewImage.id.S>` in a template is a path into the event; a body that is JSON is looked into. */
function transform({ parameters: { InputTemplate: template } }: PipeTarget, event: object): string {
  if (template === undefined || template === '') return JSON.stringify(event);
  return fillTemplate(template, (name) => {
    if (name === 'aws.pipes.event' || name === 'aws.pipes.event.json') return event;
    return name.startsWith('$') ? lookInto(name, event) : undefined;
  });
}

function lookInto(path: string, event: object): unknown {
  const direct = atJsonPath(path, event);
  const { body } = event as { body?: unknown };
  if (direct !== undefined || typeof body !== 'string' || !path.startsWith('$.body.')) return direct;
  return atJsonPath(path, { ...event, body: JSON.parse(body) as unknown });
}

function optionsOf({ parameters }: PipeTarget, event: object) {
  const { MessageGroupId: group, MessageDeduplicationId: deduplication } = parameters.SqsQueueParameters ?? {};
  const { Source: source, DetailType: detailType } = parameters.EventBridgeEventBusParameters ?? {};
  const resolved = (value: string): string => (value.startsWith('$') ? String(atJsonPath(value, event)) : value);
  return {
    ...(group !== undefined && { groupId: resolved(group) }),
    ...(deduplication !== undefined && { deduplicationId: resolved(deduplication) }),
    ...(source !== undefined && { source: resolved(source) }),
    ...(detailType !== undefined && { detailType: resolved(detailType) }),
  };
}
