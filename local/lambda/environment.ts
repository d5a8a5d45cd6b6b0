import type { Place } from '../assembly/parameters.ts';
import { clockUrlOf } from '../clock/control.ts';
import type { LambdaFunction } from './function.ts';

/** Where each service listens. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly states: string;
  /** SQS, SNS and S3 share one address. */
  readonly queues: string;
  /** KMS, Secrets Manager, EventBridge, Scheduler, Lambda and the clock control share one address. */
  readonly services: string;
}

/** The variables that AWS SDKs and CLIs read; product code never sees that it is not on AWS. */
export function endpointVariables({ dynamodb, states, queues, services }: Endpoints): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: dynamodb,
    AWS_ENDPOINT_URL_SFN: states,
    AWS_ENDPOINT_URL_SQS: queues,
    AWS_ENDPOINT_URL_SNS: queues,
    AWS_ENDPOINT_URL_S3: queues,
    AWS_ENDPOINT_URL_STS: queues,
    AWS_ENDPOINT_URL_KMS: services,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: services,
    AWS_ENDPOINT_URL_EVENTBRIDGE: services,
    AWS_ENDPOINT_URL_SCHEDULER: services,
    AWS_ENDPOINT_URL_LAMBDA: services,
  };
}

/** The environment of an execution environment: what Lambda sets, what the template sets, and the local addresses. */
export function environmentOf(
  definition: LambdaFunction,
  threadKey: string,
  endpoints: Endpoints,
  { region }: Place,
): Record<string, string> {
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: definition.codeDir,
    _HANDLER: definition.handler,
    // The sign of `sam local`, which tracers understand as "there is no X-Ray daemon here".
    AWS_SAM_LOCAL: 'true',
    ...definition.environment,
    ...endpointVariables(endpoints),
    AWS_LOCAL_CLOCK_URL: clockUrlOf(endpoints.services, threadKey),
  };
}
