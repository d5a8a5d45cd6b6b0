import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
import { canonicalJson } from './canonical.ts';
import type { Caller, Contract, Request, Schema, UploadedFile } from './contract.ts';
import { fieldErrors } from './field-errors.ts';
import { onceRequest } from './once.ts';
import type { FieldError } from './refusal.ts';
import { malformed, refuseRequest } from './request.refusals.ts';
import { uploadedFile } from './uploaded-file.ts';
import { brokenTexts } from './well-formed.ts';

/** What our authorizer hands over (functions/merchants/authorizer.ts). API Gateway passes flat values only. */
export interface AuthorizerContext {
  readonly kind: 'anonymous' | 'merchant' | 'operator';
  readonly keyId?: string;
  readonly merchantId?: string;
  /** The first key of the operator who holds this one, where it is another. */
  readonly personId?: string;
  readonly scopes?: string;
  /** The payment methods that its merchant has a contract for. */
  readonly methods?: string;
  /** The key's merchant is suspended, or its contract has ended: it reads, and writes nothing. */
  readonly restricted?: 'true';
  /** Requests that the key may still send at once; absent where nothing limits it. */
  readonly remaining?: string;
  /** The key has sent too many: seconds after which it may send this one again. */
  readonly retryAfter?: string;
}

export type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<AuthorizerContext | undefined>;

export const apiVersion = '2026-01-01';
const bodyBytesMax = 256 * 1024;
const keyLengthMax = 255;

/** Reads and validates every part of a request against its contract, and names all that is wrong at once. */
export function readRequest<C extends Contract>(contract: C, event: HttpEvent): Request<C> {
  const caller = authorized(contract, event.requestContext.authorizer?.lambda);
  const wrong: FieldError[] = [];
  checkApiVersion(event);
  const body = contract.body ? readBody(contract.body, jsonBody(event), wrong) : undefined;
  const file = contract.file ? readFile(event, wrong) : undefined;
  const query = contract.query ? read(contract.query, event.queryStringParameters ?? {}, '/query', wrong) : undefined;
  const params = contract.params ? read(contract.params, event.pathParameters ?? {}, '/path', wrong) : undefined;
  const key = contract.once ? idempotencyKey(event, wrong) : undefined;
  const ifMatch = contract.ifMatch ? expectedVersion(event, wrong, contract.ifMatch === 'optional') : undefined;
  if (wrong.length > 0) throw malformed(wrong);
  const once =
    key === undefined ? undefined : onceRequest(scopeOf(contract, caller, params), key, body ?? file?.text ?? {});
  return { caller, params, query, body, file, once, ifMatch, requestId: event.requestContext.requestId } as Request<C>;
}

/** One resource has one scope, however its path was written: `%6Frd_1` is `ord_1`. */
const scopeOf = ({ method, path }: Contract, { merchantId, keyId }: Caller, params: unknown): string =>
  `${merchantId || keyId} ${method} ${path} ${canonicalJson(params ?? {})}`;

/** The caller, if the contract admits it. */
function authorized(contract: Contract, context: AuthorizerContext | undefined): Caller {
  const known = context !== undefined && context.kind !== 'anonymous';
  const caller: Caller = {
    keyId: context?.personId ?? context?.keyId ?? '',
    merchantId: context?.merchantId ?? '',
    scopes: context?.scopes?.split(' ') ?? [],
    methods: context?.methods?.split(' ') ?? [],
  };
  if (contract.audience === 'public') return caller;
  if (!known) throw refuseRequest('Unauthenticated', 'Send a valid key as "Authorization: Bearer <key>".');
  if (contract.audience !== 'any_key' && !caller.scopes.includes(contract.audience)) {
    throw refuseRequest('ScopeMissing', `This needs a key with the right ${contract.audience}.`, {
      scope: contract.audience,
    });
  }
  if (context.restricted && contract.method !== 'GET') {
    throw refuseRequest('MerchantSuspended', 'The key may read only, for as long as its merchant is suspended.');
  }
  return caller;
}

function checkApiVersion(event: HttpEvent): void {
  const asked = event.headers['api-version'];
  if (asked !== undefined && asked !== apiVersion) {
    throw refuseRequest('ApiVersionUnsupported', `The API version is ${apiVersion}.`, { supported: apiVersion });
  }
}

function read(schema: Schema, input: unknown, prefix: '' | '/query' | '/path', wrong: FieldError[]): unknown {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  wrong.push(...fieldErrors(result.error.issues, prefix, input));
  return undefined;
}

function readBody(schema: Schema, body: unknown, wrong: FieldError[]): unknown {
  wrong.push(...brokenTexts(body));
  return read(schema, body, '', wrong);
}

function readFile(event: HttpEvent, wrong: FieldError[]): UploadedFile | undefined {
  const isVerbatim = event.isBase64Encoded;
  const bytes = Buffer.from(event.body ?? '', isVerbatim ? 'base64' : 'utf8');
  const read = uploadedFile({ bytes, mediaType: event.headers['content-type'], isVerbatim });
  if ('text' in read) return read;
  wrong.push(read);
  return undefined;
}

function jsonBody(event: HttpEvent): unknown {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > bodyBytesMax) {
    throw refuseRequest('BodyTooLarge', `A body may have ${bodyBytesMax} bytes at most.`, { bytesMax: bodyBytesMax });
  }
  const type = event.headers['content-type'];
  if (type !== undefined && !isJsonInUtf8(type)) {
    throw refuseRequest('BodyNotJson', `Send application/json in UTF-8, not ${type}.`);
  }
  if (!isUtf8(bytes)) {
    throw malformed([{ pointer: '', code: 'invalid_unicode', message: 'The body is not valid UTF-8.' }]);
  }
  const text = bytes.toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed([{ pointer: '', code: 'invalid_json', message: 'The body is not valid JSON.' }], cause);
  }
}

/** JSON between systems is UTF-8 and nothing else (RFC 8259 section 8.1). */
const isJsonInUtf8 = (type: string): boolean =>
  /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type) &&
  !/;\s*charset\s*=\s*(?!"?utf-?8"?\s*(?:;|$))/i.test(type);

function idempotencyKey(event: HttpEvent, wrong: FieldError[]): string | undefined {
  const key = event.headers['idempotency-key'];
  const pointer = '/headers/idempotency-key';
  if (key === undefined || key === '') {
    wrong.push({ pointer, code: 'required', message: 'Send an Idempotency-Key header.' });
  } else if (key.length > keyLengthMax) {
    wrong.push({ pointer, code: 'too_big', message: `Must have at most ${keyLengthMax} characters.` });
  }
  return key;
}

function expectedVersion(event: HttpEvent, wrong: FieldError[], isOptional: boolean): number | undefined {
  const header = event.headers['if-match'];
  if (header === undefined && isOptional) return undefined;
  const version = header?.match(/^(?:W\/)?"?(\d{1,9})"?$/)?.[1];
  if (version !== undefined) return Number(version);
  const code = header === undefined ? 'required' : 'invalid_format';
  wrong.push({ pointer: '/headers/if-match', code, message: 'Send If-Match: "<version>", the version that was read.' });
  return undefined;
}
