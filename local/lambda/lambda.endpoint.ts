import { AwsFailure } from '../endpoints/aws-failure.ts';
import type { RestAnswer, RestRequest, RestService } from '../endpoints/service-server.ts';
import type { AsyncInvocations } from './async-invocations.ts';
import { FunctionNotFound, TooManyRequests } from './function.ts';
import type { Lambda } from './lambda.ts';

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Lambda's Invoke operation. */
export function lambdaEndpoint(lambda: Lambda, asynchronous: AsyncInvocations): RestService {
  const invoke = async (name: string, { headers, body }: RestRequest): Promise<RestAnswer> => {
    const payload = body === '' ? '{}' : body;
    if (!lambda.find(name)) throw new AwsFailure('ResourceNotFoundException', `Function not found: ${name}`, 404);
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'DryRun') return { status: 204 };
    if (type === 'Event') {
      asynchronous.accept(name, payload);
      return { status: 202 };
    }
    const result = await lambda.invoke(name, { payload });
    const answer: Record<string, string> = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
    if (result.functionError) answer['x-amz-function-error'] = result.functionError;
    if (headers['x-amz-log-type'] === 'Tail') {
      answer['x-amz-log-result'] = Buffer.from(result.logs).subarray(-4096).toString('base64');
    }
    return { status: 200, headers: answer, body: result.payload };
  };
  return (request) => {
    const [, name] = request.method === 'POST' ? (path.exec(request.path) ?? []) : [];
    if (name === undefined) return undefined;
    return invoke(decodeURIComponent(name), request).catch((error: unknown) => {
      if (error instanceof TooManyRequests) throw new AwsFailure(error.name, error.message, 429);
      if (error instanceof FunctionNotFound) throw new AwsFailure(error.name, error.message, 404);
      throw error;
    });
  };
}
