/** A CDK app that has nothing to do with payments: it proves that the runtime knows AWS, and nothing of what runs on it. */
import path from 'node:path';
import { App, CfnOutput, CustomResource, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';

const app = new App();
const data = new Stack(app, 'NotesData');
const id = { partitionKey: { name: 'id', type: AttributeType.STRING } };
const notes = new TableV2(data, 'Notes', { ...id, dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES });
const journal = new TableV2(data, 'Journal', id);
const key = new Key(data, 'Key');
const secret = new Secret(data, 'Secret', { generateSecretString: { passwordLength: 20 } });
const bucket = new Bucket(data, 'Bucket');

const web = new Stack(app, 'NotesWeb');
const code = Code.fromAsset(path.join(import.meta.dirname, 'functions'));
const newFunction = (name: string, handler: string, environment: Record<string, string> = {}) =>
  new LambdaFunction(web, name, {
    runtime: Runtime.NODEJS_24_X,
    handler,
    code,
    timeout: Duration.seconds(10),
    environment: { JOURNAL: journal.tableName, ...environment },
  });

const deadLetters = new Queue(web, 'DeadLetters');
const inbox = new Queue(web, 'Inbox', {
  visibilityTimeout: Duration.seconds(60),
  deadLetterQueue: { queue: deadLetters, maxReceiveCount: 2 },
});
const urgent = new Queue(web, 'Urgent');
const listen = (name: string, handler: string, queue: Queue) =>
  newFunction(name, handler).addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
listen('OnMessages', 'workers.onMessages', inbox);
listen('OnDeadLetters', 'workers.onDeadLetters', deadLetters);
listen('OnUrgent', 'workers.onUrgent', urgent);
newFunction('OnNotes', 'workers.onNotes').addEventSourceMapping('Notes', {
  eventSourceArn: notes.tableStreamArn ?? '',
  startingPosition: StartingPosition.TRIM_HORIZON,
});

new CfnPipe(web, 'UrgentPipe', {
  roleArn: 'arn:aws:iam::000000000000:role/pipe',
  source: notes.tableStreamArn ?? '',
  sourceParameters: {
    dynamoDbStreamParameters: { startingPosition: 'LATEST', batchSize: 5 },
    filterCriteria: {
      filters: [{ pattern: JSON.stringify({ dynamodb: { NewImage: { text: { S: [{ prefix: 'urgent' }] } } } }) }],
    },
  },
  target: urgent.queueArn,
  targetParameters: { inputTemplate: '{"note": <$.dynamodb.NewImage.text.S>}' },
});

const machine = (
  name: string,
  stateMachineType: StateMachineType,
  definition: object,
  substitutions: Record<string, string>,
) =>
  new StateMachine(web, name, {
    stateMachineType,
    definitionBody: DefinitionBody.fromString(JSON.stringify({ QueryLanguage: 'JSONata', ...definition })),
    definitionSubstitutions: substitutions,
  });
const substitute = (name: string): string => `\${${name}}`;
const invoke = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Output: '{% $states.result.Payload %}',
  End: true,
};
const reminder = machine(
  'Reminder',
  StateMachineType.STANDARD,
  {
    StartAt: 'Wait',
    States: {
      Wait: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', Next: 'Remind' },
      Remind: { ...invoke, Arguments: { FunctionName: substitute('remind'), Payload: '{% $states.input %}' } },
    },
  },
  { remind: newFunction('Remind', 'workers.remind').functionArn },
);
const echo = machine(
  'Echo',
  StateMachineType.EXPRESS,
  {
    StartAt: 'Echo',
    States: { Echo: { ...invoke, Arguments: { FunctionName: substitute('echo'), Payload: '{% $states.input %}' } } },
  },
  { echo: newFunction('EchoFunction', 'workers.echo').functionArn },
);

new Schedule(web, 'EveryMorning', {
  schedule: ScheduleExpression.cron({ minute: '0', hour: '9', timeZone: TimeZone.ASIA_TOKYO }),
  target: new LambdaInvoke(newFunction('OnSchedule', 'workers.onSchedule'), {
    input: ScheduleTargetInput.fromObject({ name: 'nine in Tokyo' }),
  }),
});

const setUp = newFunction('SetUp', 'workers.setUp', {
  KEY: key.keyArn,
  SECRET: secret.secretArn,
  BUCKET: bucket.bucketName,
});
const greeting = app.node.tryGetContext('greeting') ?? 'hello';
const made = new CustomResource(web, 'SetUpOnce', { serviceToken: setUp.functionArn, properties: { greeting } });

const api = new HttpApi(web, 'Api', {
  corsPreflight: {
    allowOrigins: ['https://notes.example'],
    allowMethods: [CorsHttpMethod.ANY],
    allowHeaders: ['x-name'],
  },
});
const handler = newFunction('Web', 'web.handler', {
  NOTES: notes.tableName,
  INBOX_URL: inbox.queueUrl,
  REMINDER: reminder.stateMachineArn,
  ECHO: echo.stateMachineArn,
});
const integration = new HttpLambdaIntegration('Integration', handler);
const authorizer = new HttpLambdaAuthorizer('Guard', newFunction('GuardFunction', 'web.guard'), {
  responseTypes: [HttpLambdaResponseType.SIMPLE],
  identitySource: ['$request.header.x-name'],
  resultsCacheTtl: Duration.seconds(0),
});
api.addRoutes({ path: '/notes', methods: [HttpMethod.POST], integration, authorizer });
api.addRoutes({ path: '/notes', methods: [HttpMethod.GET], integration });
api.addRoutes({ path: '/journal', methods: [HttpMethod.GET], integration });
for (const path of ['/messages', '/reminders', '/echoes', '/clock']) {
  api.addRoutes({ path, methods: [HttpMethod.POST], integration });
}
new Vpc(web, 'SomethingUnknown', { maxAzs: 1, natGateways: 0, subnetConfiguration: [] });

new CfnOutput(web, 'Front', { value: api.url ?? '', description: 'Where the notes are' });
new CfnOutput(web, 'Proof', { value: made.getAttString('Proof') });
