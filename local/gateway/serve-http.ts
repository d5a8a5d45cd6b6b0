import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gatewayAnswer, internalServerError, type WireAnswer } from './answer.ts';
import type { WireRequest } from './event.ts';

/** API Gateway's limit for a request body. */
const bodyLimitBytes = 10 * 1024 * 1024;

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on the loopback address; `port` 0 takes a free one. */
export async function listen(server: Server, port: number): Promise<HttpServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An HTTP server that hands whole requests to `handle`. */
export function createHttpServer(
  handle: (request: WireRequest) => Promise<WireAnswer>,
  onError: (error: unknown) => void,
): Server {
  const server = createServer((incoming, outgoing) => {
    readBody(incoming, (body) => {
      if (!body) return send(outgoing, gatewayAnswer(413, 'Request Entity Too Large'));
      handle(wireRequest(incoming, body)).then(
        (answer) => send(outgoing, answer),
        (error) => {
          onError(error);
          send(outgoing, internalServerError);
        },
      );
    });
  });
  // A browser or SDK keeps its connection; the default of 5 s makes the next request race with the close.
  server.keepAliveTimeout = 65_000;
  return server;
}

/** Reads the body whole; undefined when it is too long (the rest is read and dropped, so that the answer arrives). */
export function readBody(incoming: IncomingMessage, done: (body: Buffer | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= bodyLimitBytes) chunks.push(chunk);
  });
  incoming.on('end', () => done(size > bodyLimitBytes ? undefined : Buffer.concat(chunks)));
}

function wireRequest(incoming: IncomingMessage, body: Buffer): WireRequest {
  const { method = 'GET', url: target = '/', httpVersion, rawHeaders, socket } = incoming;
  const sourceIp = (socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  return { method, target, protocol: `HTTP/${httpVersion}`, sourceIp, rawHeaders, body };
}

function send(outgoing: ServerResponse, { status, headers, body }: WireAnswer): void {
  outgoing.writeHead(status, {
    ...(headers as Record<string, string | string[]>),
    'content-length': Buffer.byteLength(body),
  });
  outgoing.end(outgoing.req.method === 'HEAD' ? undefined : body);
}
