import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynamo, entries } from './journal.mjs';

const { NOTES, INBOX_URL, REMINDER, ECHO, AWS_LOCAL_CLOCK_URL } = process.env;
const sqs = new SQSClient({});
const states = new SFNClient({});
const json = (statusCode, body) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

const routes = {
  async 'POST /notes'(event) {
    const { text } = JSON.parse(event.body);
    const id = event.requestContext.requestId;
    await dynamo.send(new PutItemCommand({ TableName: NOTES, Item: { id: { S: id }, text: { S: text } } }));
    console.log(JSON.stringify({ message: 'noted', id }));
    return json(201, { id, text, by: event.requestContext.authorizer.lambda.name });
  },
  async 'GET /notes'() {
    const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: NOTES }));
    return Items.map((item) => item.text.S);
  },
  'GET /journal': entries,
  async 'POST /messages'(event) {
    const { body, delaySeconds } = JSON.parse(event.body);
    await sqs.send(new SendMessageCommand({ QueueUrl: INBOX_URL, MessageBody: body, DelaySeconds: delaySeconds }));
    return json(202, {});
  },
  async 'POST /reminders'(event) {
    const { executionArn } = await states.send(
      new StartExecutionCommand({ stateMachineArn: REMINDER, input: event.body }),
    );
    return json(202, { executionArn });
  },
  async 'POST /echoes'(event) {
    const { status, output } = await states.send(
      new StartSyncExecutionCommand({ stateMachineArn: ECHO, input: event.body }),
    );
    return json(200, { status, output: JSON.parse(output) });
  },
  async 'POST /clock'(event) {
    const before = new Date().toISOString();
    const response = await fetch(`${AWS_LOCAL_CLOCK_URL}/advance`, { method: 'POST', body: event.body });
    return json(200, { before, ...(await response.json()), after: new Date().toISOString() });
  },
};

/** All routes of the foreign app. */
export const handler = async (event) => await routes[event.routeKey](event);

/** Lets in who says a name. */
export const guard = async ({ headers }) => ({
  isAuthorized: 'x-name' in headers,
  context: { name: headers['x-name'] ?? '' },
});
