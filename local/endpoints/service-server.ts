import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { type HttpServer, listen, readBody } from '../gateway/serve-http.ts';
import { AwsFailure } from './aws-failure.ts';

/** A service of the AWS JSON protocol: one operation by name, its input and its output. */
export type JsonService = (operation: string, input: Record<string, unknown>) => Promise<unknown>;

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
export interface RestAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}
/** Answers the requests it knows, and leaves the others (undefined). */
export type RestService = (request: RestRequest) => Promise<RestAnswer> | undefined;

export interface Services {
  /** By the first part of x-amz-target: `TrentService`, `AWSEvents`. */
  readonly json: Readonly<Record<string, JsonService>>;
  readonly rest: readonly RestService[];
}

/** One server for all services that are small enough to be answered by the runtime itself. */
export async function serveServices(services: Services, onError: (error: unknown) => void): Promise<HttpServer> {
  const answer = async (request: RestRequest): Promise<RestAnswer> => {
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') return await answerJson(services.json, target, request.body);
    for (const service of services.rest) {
      const answering = service(request);
      if (answering) return await answering;
    }
    throw new AwsFailure('UnknownOperationException', `${request.method} ${request.path} is not served here`, 404);
  };
  const server = createServer((incoming, outgoing) => {
    readBody(incoming, (body) => {
      const { method = 'GET', headers } = incoming;
      const url = new URL(incoming.url ?? '/', 'http://localhost');
      const request = { method, path: url.pathname, query: url.searchParams, headers, body: body?.toString() ?? '' };
      answer(request)
        .catch((error: unknown) => refusal(error, onError))
        .then(({ status, headers: own = {}, body: text = '' }) => {
          outgoing.writeHead(status, {
            'x-amzn-requestid': randomUUID(),
            ...own,
            'content-length': Buffer.byteLength(text),
          });
          outgoing.end(text);
        })
        .catch(onError);
    });
  });
  server.keepAliveTimeout = 65_000;
  return await listen(server, 0);
}

async function answerJson(services: Services['json'], target: string, body: string): Promise<RestAnswer> {
  const [prefix = '', operation = ''] = target.split('.');
  const service = services[prefix];
  if (!service) throw new AwsFailure('UnknownOperationException', `${target} is not served here`);
  const output = await service(operation, body ? (JSON.parse(body) as Record<string, unknown>) : {});
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(output ?? {}) };
}

function refusal(error: unknown, onError: (error: unknown) => void): RestAnswer {
  if (!(error instanceof AwsFailure)) onError(error);
  const { name, message, status } =
    error instanceof AwsFailure ? error : new AwsFailure('InternalFailure', String(error), 500);
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name };
  return { status, headers, body: JSON.stringify({ __type: name, message, Message: message }) };
}
