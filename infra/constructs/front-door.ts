import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { HttpRoutes, type RouteKey } from './http-routes.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

export interface FrontDoorProps {
  readonly platform: Platform;
  /** The API's name, as the console of AWS shows it. */
  readonly apiName: string;
  /** Who says who is calling; or why nobody does, which is right only for an emulator of somebody else's system. */
  readonly access: { readonly authorizer: IFunction } | { readonly openBecause: string };
}

/** An HTTP API with its stage, access log, throttling, CORS and alarms. */
export class FrontDoor extends Construct {
  readonly url: string;
  private readonly api: HttpApi;
  private readonly authorizer?: IHttpRouteAuthorizer;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    const { stage } = props.platform;
    this.api = new HttpApi(this, 'Api', {
      apiName: props.apiName,
      createDefaultStage: false,
      ...('authorizer' in props.access && stage.corsOrigins.length > 0
        ? { corsPreflight: corsFor(stage.corsOrigins) }
        : {}),
    });
    this.url = this.api.apiEndpoint;
    if ('authorizer' in props.access) this.authorizer = authorizerOf(props.access.authorizer);
    else Validations.of(this).acknowledge({ id: 'AwsSolutions-APIG4', reason: props.access.openBecause });
    this.addStage(props.platform);
    this.addAlarms(props.platform);
  }

  /** Lets one function answer these routes. */
  addRoutes(id: string, handler: IFunction, ...routes: readonly RouteKey[]): void {
    const authorizer = this.authorizer ? { authorizer: this.authorizer } : {};
    new HttpRoutes(this, id, { api: this.api, handler, routes, ...authorizer });
  }

  private addStage({ stage }: Platform): void {
    const log = new LogGroup(this, 'AccessLog', { retention: stage.logRetention, removalPolicy: stage.removalPolicy });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: stage.throttling,
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(accessLogLine),
      },
    });
  }

  private addAlarms({ alarmTopic, stage }: Platform): void {
    const topic = alarmTopic;
    const every = { period: Duration.minutes(5) };
    new RunbookAlarm(this, 'ServerErrors', {
      topic,
      metric: new MathExpression({
        expression: '100 * errors / requests',
        label: 'answers with 5xx, in percent',
        period: Duration.minutes(5),
        usingMetrics: {
          errors: this.api.metricServerError({ ...every, statistic: 'Sum' }),
          requests: this.api.metricCount({ ...every, statistic: 'Sum' }),
        },
      }),
      says: `${Stack.of(this).stackName} answers with 5xx.`,
      section: 'the-api-answers-with-5xx',
      threshold: stage.alarms.serverErrorPercent,
    });
    new RunbookAlarm(this, 'Slow', {
      topic,
      metric: this.api.metricLatency({ ...every, statistic: 'p99' }),
      says: `One request in a hundred takes longer than ${stage.alarms.latencyP99.toHumanString()}.`,
      section: 'the-api-is-slow',
      threshold: stage.alarms.latencyP99.toMilliseconds(),
      periods: 3,
    });
  }
}

/**
 * Every request goes to the authorizer, with or without a key, and it lets every request in: who is calling is in the context,
 * and the refusal is written by our own functions as problem+json, which API Gateway cannot write (STYLE.md C.7).
 */
const authorizerOf = (handler: IFunction): IHttpRouteAuthorizer =>
  new HttpLambdaAuthorizer('Authorizer', handler, {
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    identitySource: [],
    resultsCacheTtl: Duration.seconds(0),
  });

const corsFor = (origins: readonly string[]) => ({
  allowOrigins: [...origins],
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PATCH, CorsHttpMethod.DELETE],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'api-version'],
  exposeHeaders: [
    'api-version',
    'etag',
    'idempotency-replayed',
    'location',
    'ratelimit',
    'retry-after',
    'x-request-id',
  ],
  maxAge: Duration.hours(1),
});

/** Who asked for what, and what came of it; no query (it may hold a reference or a name) and no body. */
const accessLogLine = JSON.stringify({
  requestId: '$context.requestId',
  at: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  merchantId: '$context.authorizer.merchantId',
  keyId: '$context.authorizer.keyId',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  ms: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
});
