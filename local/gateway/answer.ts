/** What goes back over the wire. Header names are lower case; a list is sent as several headers. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Record<string, string | readonly string[]>;
  readonly body: string | Buffer;
}

/** API Gateway's own answers. */
export const gatewayAnswer = (status: number, message: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

export const internalServerError = gatewayAnswer(500, 'Internal Server Error');

interface StructuredAnswer {
  readonly statusCode: number | string;
  readonly headers?: Record<string, string | number | boolean>;
  readonly cookies?: readonly string[];
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

const isStructured = (answer: unknown): answer is StructuredAnswer =>
  typeof answer === 'object' && answer !== null && 'statusCode' in answer;

/**
 * Reads a function's answer in payload format 2.0: an object with statusCode says everything itself; any other valid JSON is
 * the body of a 200 in application/json.
 */
export function answerOf(payload: string): WireAnswer {
  const answer: unknown = JSON.parse(payload);
  if (!isStructured(answer)) {
    const body = typeof answer === 'string' ? answer : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return internalServerError;
  const headers: WireAnswer['headers'] = {};
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers[name.toLowerCase()] = String(value);
  if (answer.cookies && answer.cookies.length > 0) headers['set-cookie'] = answer.cookies;
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  return { status, headers, body: bodyOf(answer) };
}

function bodyOf({ body, isBase64Encoded }: StructuredAnswer): string | Buffer {
  if (body === undefined || body === null) return '';
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return isBase64Encoded ? Buffer.from(text, 'base64') : text;
}
