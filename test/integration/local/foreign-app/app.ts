/** A CDK app that has nothing to do with payments: it proves that the runtime knows AWS, and nothing of what runs on it. */
import path from 'node:path';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

const app = new App();
const data = new Stack(app, 'NotesData');
const table = new Table(data, 'Notes', {
  partitionKey: { name: 'id', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  stream: StreamViewType.NEW_AND_OLD_IMAGES,
  removalPolicy: RemovalPolicy.DESTROY,
});

const web = new Stack(app, 'NotesWeb');
const notes = new LambdaFunction(web, 'NotesFunction', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'notes.notes',
  code: Code.fromAsset(path.join(import.meta.dirname, 'functions')),
  environment: { TABLE: table.tableName },
});
table.grantReadWriteData(notes);
const api = new HttpApi(web, 'Api');
const integration = new HttpLambdaIntegration('NotesIntegration', notes);
api.addRoutes({ path: '/notes', methods: [HttpMethod.GET, HttpMethod.POST], integration });
new CfnOutput(web, 'Front', { value: api.apiEndpoint, description: 'Where the notes are' });
