import { marshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayRequestAuthorizerEventV2, Context, DynamoDBRecord, SQSEvent } from 'aws-lambda';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { posting } from '../../../functions/ledger/journal.ts';
import type { httpFunction } from '../../../functions/shared/http.ts';
import type { HttpEvent } from '../../../functions/shared/request.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { captureOf } from '../../support/journals.ts';

/** The wiring of the functions that serve everybody: the handlers themselves, on the tables. */
let tables: TestTables;
const context = { awsRequestId: 'run-1', functionName: 'test' } as Context;

beforeAll(async () => {
  tables = await testTables();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: inject('dynamodbEndpoint'),
    AWS_REGION: 'ap-northeast-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TRANSACTIONS_TABLE: tables.transactions.name,
    LEDGER_TABLE: tables.ledger.name,
    STAGE: 'sandbox',
    OUTBOX_DEAD_LETTERS_URL: 'http://127.0.0.1:9/dead-letters', // nobody listens here
    WEBHOOKS_QUEUE_URL: 'http://127.0.0.1:9/webhooks', // nor here: no merchant of this file has an endpoint
    NOTIFICATIONS_QUEUE_URL: 'http://127.0.0.1:9/notifications',
  });
});

async function callerOf(key: string | undefined) {
  const { authorizerHandler } = await import('../../../functions/merchants/authorizer.lambda.ts');
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return authorizerHandler({ headers } as APIGatewayRequestAuthorizerEventV2);
}

interface Asked {
  readonly as?: string;
  readonly query?: Record<string, string>;
  readonly params?: Record<string, string>;
}

async function eventOf(routeKey: string, { as, query, params }: Asked = {}): Promise<HttpEvent> {
  const [method, path] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    headers: {},
    queryStringParameters: query,
    pathParameters: params,
    isBase64Encoded: false,
    requestContext: {
      requestId: 'req-1',
      http: { method, path },
      authorizer: { lambda: (await callerOf(as)).context },
    },
  } as unknown as HttpEvent;
}

type Handler = ReturnType<typeof httpFunction>;

async function ask(handler: Handler, routeKey: string, asked?: Asked) {
  const { statusCode, body, headers } = await handler(await eventOf(routeKey, asked), context);
  return { status: statusCode, body: JSON.parse(body ?? ''), headers };
}

describe('keys', () => {
  test('open nothing before the sandbox is seeded, and all doors after', async () => {
    const { seedMerchantsJob } = await import('../../../functions/sandbox/merchants.lambda.ts');
    expect(await callerOf('sk_test_unknown')).toEqual({ isAuthorized: true, context: { kind: 'anonymous' } });
    const report = seedMerchantsJob({ RequestType: 'Create', ResponseURL: 'http://127.0.0.1:9/' } as never);
    await expect(report).rejects.toThrow(); // nobody takes the report here; the merchants are there by then
    expect(await callerOf('sk_test_demo')).toMatchObject({ context: { kind: 'merchant', merchantId: 'mer_demo' } });
    expect(await callerOf('sk_test_operator')).toMatchObject({ context: { kind: 'operator', scopes: 'operator' } });
    expect(await callerOf(undefined)).toEqual({ isAuthorized: true, context: { kind: 'anonymous' } });
  });
});

describe('the front of the API', () => {
  test('is healthy when both tables answer', async () => {
    const { healthHandler } = await import('../../../functions/api/api.lambda.ts');
    expect(await ask(healthHandler, 'GET /healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  test('knows nothing at an address without a route', async () => {
    const { notFoundHandler } = await import('../../../functions/api/api.lambda.ts');
    const found = await ask(notFoundHandler, '$default');
    expect(found).toMatchObject({
      status: 404,
      body: { code: 'RouteNotFound', type: '/problems/route-not-found', requestId: 'req-1' },
      headers: { 'content-type': 'application/problem+json' },
    });
  });
});

describe('the ledger, from the stream to the answer', () => {
  const journal = captureOf({ orderId: 'ord_1', amount: 5_000 });
  const record = {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: '100000000000000000001',
      NewImage: marshall({ PK: 'JOURNAL#ord_1', SK: 'evt_ord_1#capture', ...journal }),
    },
  } as DynamoDBRecord;

  test('takes a batch in once, ignores its own balances, and answers with the state of the window', async () => {
    const { projectBalancesJob } = await import('../../../functions/ledger/projection.lambda.ts');
    await tables.ledger.write(posting(tables.ledger.name, journal));
    const own = {
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: '2', NewImage: marshall({ PK: 'BALANCE', SK: 'DAY#2026-11-02' }) },
    } as DynamoDBRecord;
    const batch = { Records: [record, own], shardId: 'shardId-1', state: { a: 'b' } };
    const answered = { state: { a: 'b' }, batchItemFailures: [] };
    expect(await projectBalancesJob(batch)).toEqual(answered);
    expect(await projectBalancesJob(batch)).toEqual(answered);
    expect(await projectBalancesJob({ Records: [] })).toEqual({ state: {}, batchItemFailures: [] });
  });

  test('does not take in a batch of no known shard', async () => {
    const { projectBalancesJob } = await import('../../../functions/ledger/projection.lambda.ts');
    await expect(projectBalancesJob({ Records: [record] })).rejects.toThrow('tumbling window');
  });

  test('shows operators the journals and the trial balance', async () => {
    const { ledgerHandler } = await import('../../../functions/ledger/ledger.lambda.ts');
    const as = 'sk_test_operator';
    const balance = await ask(ledgerHandler, 'GET /v1/ledger/trial-balance', { as, query: { at: '2026-11-02' } });
    expect(balance).toMatchObject({ status: 200, body: { totals: { debit: 5_000, credit: 5_000 } } });
    const journals = await ask(ledgerHandler, 'GET /v1/ledger/journals', { as, query: { resourceId: 'ord_1' } });
    expect(journals.body.items).toMatchObject([
      { resourceId: 'ord_1', lines: [{ account: '1110', amount: 5_000 }, {}] },
    ]);
    const verified = await ask(ledgerHandler, 'POST /v1/ledger:verify', { as });
    const broken = verified.body.invariants.filter(({ holds }: { holds: boolean }) => !holds);
    expect(broken.map(({ id }: { id: string }) => id)).toEqual(['I8', 'T2', 'I9']); // there is no order behind this journal
  });

  test.for([
    ['GET /v1/ledger/trial-balance', undefined, {}, 401, 'Unauthenticated'],
    ['GET /v1/ledger/trial-balance', 'sk_test_demo', {}, 403, 'ScopeMissing'],
    ['GET /v1/ledger/trial-balance', 'sk_test_operator', { at: '2026-02-30' }, 400, 'MalformedRequest'],
    ['GET /v1/ledger/journals', 'sk_test_operator', { limit: '101' }, 400, 'MalformedRequest'],
    ['GET /v1/ledger/journals', 'sk_test_operator', { cursor: 'x' }, 400, 'MalformedRequest'],
    ['POST /v1/ledger:verify', 'sk_test_demo', {}, 403, 'ScopeMissing'],
  ] as const)('%s as %s with %o is refused', async ([routeKey, as, query, status, code]) => {
    const { ledgerHandler } = await import('../../../functions/ledger/ledger.lambda.ts');
    const found = await ask(ledgerHandler, routeKey, { ...(as ? { as } : {}), query });
    expect([found.status, found.body.code]).toEqual([status, code]);
  });
});

describe('events, from the queue to the answer', () => {
  test('are recorded from the messages of the pipe and told to their merchant alone', async () => {
    const { eventsHandler } = await import('../../../functions/events/events.lambda.ts');
    const { recordEventsJob } = await import('../../../functions/events/recording.lambda.ts');
    const image = {
      PK: 'MERCHANT#mer_demo',
      SK: 'ORDER#ord_1',
      outbox: 'order.authorized',
      version: 1,
      updatedAt: '2026-11-02T00:00:00.000Z',
      state: 'authorized',
    };
    const body = JSON.stringify({ eventName: 'INSERT', dynamodb: { NewImage: marshall(image) } });
    const of = (MessageGroupId: string) => ({ attributes: { MessageGroupId } });
    const messages = {
      Records: [
        { messageId: 'm1', body, ...of('mer_demo') },
        { messageId: 'm2', body: '{', ...of('mer_other') },
        { messageId: 'm3', body, ...of('mer_demo') },
      ],
    };
    // What cannot be read cannot be set aside here either, so it is left to come again.
    expect(await recordEventsJob(messages as unknown as SQSEvent)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm2' }],
    });
    const mine = await ask(eventsHandler, 'GET /v1/events', { as: 'sk_test_demo' });
    expect(mine.body).toMatchObject({ items: [{ type: 'order.authorized', resourceId: 'ord_1' }], nextCursor: null });
    expect((await ask(eventsHandler, 'GET /v1/events', { as: 'sk_test_other' })).body.items).toEqual([]);
  });
});

describe("the sandbox's clock", () => {
  test('is real where nothing moves it', async () => {
    const { clockHandler } = await import('../../../functions/sandbox/clock.lambda.ts');
    const before = Date.now();
    const told = await ask(clockHandler, 'GET /v1/test/clock', { as: 'sk_test_demo' });
    expect(Date.parse(told.body.now)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(told.body.now)).toBeLessThanOrEqual(Date.now());
  });
});
