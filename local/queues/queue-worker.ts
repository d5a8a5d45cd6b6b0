/** Entry of the thread in which fauxqs (SQS, SNS, S3) lives: its own thread, so that its Date can follow the virtual clock. */
import diagnostics from 'node:diagnostics_channel';
import { Server } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { installVirtualDate, sharedTime } from '../clock/shared-time.ts';
import type { QueueMessage, QueueRequest, QueueState, QueueWorkerStart } from './queue-protocol.ts';
import { takeEveryCharacterOfSqs } from './sqs-characters.ts';

const { time, region, dataDir } = workerData as QueueWorkerStart;
const virtual = sharedTime(time);
installVirtualDate(virtual);

const port = parentPort;
if (!port) throw new Error('queue-worker.ts runs in a worker thread');
const send = (message: QueueMessage): void => port.postMessage(message);

/** fauxqs listens on every interface of the machine; an emulator that checks no credentials belongs on the loopback alone. */
function listenOnLoopbackOnly(): void {
  const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
  Server.prototype.listen = function (this: Server, first: unknown, ...rest: unknown[]): Server {
    const options = typeof first === 'object' && first !== null ? { ...first, host: '127.0.0.1' } : first;
    return listen.call(this, options, ...rest);
  } as typeof Server.prototype.listen;
}

function stateOf(server: FauxqsServer, queues: readonly string[]): QueueState {
  const now = virtual.now();
  const ready: Record<string, number> = {};
  let nextDueMs = Number.POSITIVE_INFINITY;
  for (const name of queues) {
    const messages = server.inspectQueue(name)?.messages;
    if (!messages) continue;
    const dues = [
      ...messages.delayed.map((message) => message.delayUntil ?? 0),
      ...messages.inflight.map((entry) => entry.visibilityDeadline),
    ];
    // A FIFO group with a message in flight gives out no further one.
    const locked = new Set(
      messages.inflight.filter((it) => it.visibilityDeadline > now).map((it) => it.message.messageGroupId),
    );
    const free = messages.ready.filter(
      ({ messageGroupId }) => messageGroupId === undefined || !locked.has(messageGroupId),
    );
    ready[name] = free.length + dues.filter((due) => due <= now).length;
    nextDueMs = Math.min(nextDueMs, ...dues.filter((due) => due > now));
  }
  return { ready, ...(Number.isFinite(nextDueMs) && { nextDueMs }) };
}

async function carryOut(server: FauxqsServer, request: QueueRequest): Promise<unknown> {
  switch (request.kind) {
    case 'createQueue':
      if (!server.inspectQueue(request.name))
        server.createQueue(request.name, { attributes: request.attributes, region });
      return undefined;
    case 'createTopic':
      return server.setup({ topics: [{ name: request.name, region }] });
    case 'subscribe':
      return server.setup({
        subscriptions: [{ topic: request.topic, queue: request.queue, attributes: request.attributes, region }],
      });
    case 'createBucket':
      return server.setup({ buckets: [request.name] });
    case 'state':
      return stateOf(server, request.queues);
    case 'stop':
      return await server.stop();
  }
}

listenOnLoopbackOnly();
await takeEveryCharacterOfSqs();
const server = await startFauxqs({
  port: 0,
  logger: false,
  defaultRegion: region,
  ...(dataDir !== undefined && { dataDir }),
});
diagnostics.subscribe('http.server.response.finish', (event) => {
  const { request } = event as { request: { method?: string } };
  if (request.method === 'POST') send({ kind: 'touched' });
});
port.on('message', (request: QueueRequest) => {
  carryOut(server, request).then(
    (result) => send({ kind: 'answer', id: request.id, result }),
    (error: Error) => send({ kind: 'refusal', id: request.id, message: error.message }),
  );
});
send({ kind: 'started', port: server.port });
