import type { TestProject } from 'vitest/node';
import { launchDynamoDbLocal } from '../../local/tables/dynamodb-local.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    dynamodbEndpoint: string;
  }
}

/** One DynamoDB Local for a whole run of the integration suite, in memory and on a free port; it ends with the run in whatever way. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, ready, stop } = await launchDynamoDbLocal({ isLongBusy: true });
  await ready;
  project.provide('dynamodbEndpoint', url);
  return stop;
}
