import { setTimeout as wait } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { secretReader } from '../shared/secret.client.ts';
import { openTable } from '../shared/table.ts';
import { bureauCheckStore, bureauReportStore } from './bureau.store.ts';
import { answerAsBureau, type BureauPorts } from './bureau-desk.ts';
import { scenarioStore } from './scenario.store.ts';

const { SANDBOX_TABLE, BUREAU_SECRET_ID } = env({ SANDBOX_TABLE: z.string(), BUREAU_SECRET_ID: z.string() });

const table = openTable(SANDBOX_TABLE);
const scenarios = scenarioStore(table);

const ports: BureauPorts = {
  clock: systemClock,
  secret: secretReader(BUREAU_SECRET_ID, systemClock),
  reports: bureauReportStore(table),
  checks: bureauCheckStore(table),
  scenarios: { next: (company) => scenarios.next('bureau', company) },
  wait,
};

/** Reports and order checks, POST and GET by id: a counterparty's API, which is not ours to word. */
export async function bureauHandler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { status, body } = await answerAsBureau(ports, {
    service: event.routeKey.includes('/order-checks') ? 'order-checks' : 'reports',
    authorization: event.headers.authorization,
    inquiryId: event.pathParameters?.inquiryId ?? event.pathParameters?.checkId,
    body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : event.body,
  });
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body };
}
