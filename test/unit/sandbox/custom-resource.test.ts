import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { customResource } from '../../../functions/sandbox/custom-resource.client.ts';

let server: Server;
let reports: { type: string | undefined; body: Record<string, unknown> }[] = [];
let status = 200;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    reports.push({ type: request.headers['content-type'], body: JSON.parse(await text(request)) });
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());
beforeEach(() => {
  reports = [];
  status = 200;
});

const eventOf = (RequestType: 'Create' | 'Update' | 'Delete') =>
  ({
    RequestType,
    ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer`,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Merchants',
  }) as CloudFormationCustomResourceEvent;

const identity = {
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Merchants',
  PhysicalResourceId: 'thing',
};

describe('a custom resource', () => {
  test.for(['Create', 'Update'] as const)('on %s does its work, then reports success', async (type) => {
    let done = 0;
    await customResource('thing', async () => void done++)(eventOf(type));
    expect(done).toBe(1);
    expect(reports).toEqual([{ type: '', body: { Status: 'SUCCESS', Reason: 'done', ...identity } }]);
  });

  test('leaves the data on Delete', async () => {
    let done = 0;
    await customResource('thing', async () => void done++)(eventOf('Delete'));
    expect(done).toBe(0);
    expect(reports[0]?.body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'thing' });
  });

  test('reports failure with its reason, so that the stack does not wait for an hour', async () => {
    await customResource('thing', async () => Promise.reject(new Error('no such table')))(eventOf('Create'));
    expect(reports[0]?.body).toMatchObject({ Status: 'FAILED', Reason: 'Error: no such table', ...identity });
  });

  test('fails when its report is not taken, so that Lambda calls again', async () => {
    status = 503;
    await expect(customResource('thing', async () => {})(eventOf('Create'))).rejects.toThrow('503');
  });
});
