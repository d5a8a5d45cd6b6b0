import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StatesService } from './service.ts';

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : JSON.parse(text);
}

async function answer(service: StatesService, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: unknown) =>
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() })
      .end(JSON.stringify(body));
  let body: unknown;
  try {
    body = await bodyOf(request);
  } catch (error) {
    send(400, { __type: 'SerializationException', message: (error as Error).message });
    return;
  }
  const { status, body: result } = await service.handle(String(request.headers['x-amz-target'] ?? ''), body);
  send(status, result);
}

/** Serves the AWS JSON protocol over HTTP; port 0 takes a free one. */
export async function serveStates(
  service: StatesService,
  options: { readonly port: number; readonly host?: string },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(service, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
