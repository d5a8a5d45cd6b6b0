import { setTimeout as wait } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { openTable } from '../shared/table.ts';
import { answerAsMail, type MailDeskPorts } from './mail-desk.ts';
import { mailReports } from './mail-reports.client.ts';
import { mailboxStore } from './mailbox.store.ts';
import { scenarioStore } from './scenario.store.ts';

const { SANDBOX_TABLE, MAIL_REPORTS_TOPIC_ARN } = env({
  SANDBOX_TABLE: z.string(),
  MAIL_REPORTS_TOPIC_ARN: z.string(),
});

const table = openTable(SANDBOX_TABLE);
const scenarios = scenarioStore(table);

const ports: MailDeskPorts = {
  clock: systemClock,
  mailbox: mailboxStore(table),
  reports: mailReports(MAIL_REPORTS_TOPIC_ARN),
  scenarios: { next: (counterparty, to) => scenarios.next(counterparty, { to }) },
  wait,
};

/** Amazon SES (`POST /ses/v2/email/outbound-emails`) and AWS End User Messaging (`POST /`, as all JSON 1.0 protocols of AWS). */
export async function mailHandler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { status, body } = await answerAsMail(ports, {
    service: event.rawPath === '/' ? 'sms-voice' : 'ses',
    authorization: event.headers.authorization,
    target: event.headers['x-amz-target'],
    body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
  });
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body };
}
