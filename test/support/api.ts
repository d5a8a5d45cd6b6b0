import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../../functions/shared/problem.ts';

/** An answer as it came over the wire. */
export interface Answer<Body = unknown> {
  readonly request: string;
  readonly status: number;
  readonly headers: Headers;
  /** The exact bytes, for comparing one answer with another. */
  readonly text: string;
  readonly body: Body;
}

export interface Send {
  readonly body?: unknown;
  /** Sent as it is: for bodies that are no JSON. */
  readonly text?: string;
  /** A header that is undefined is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** Sees every answer: the journeys hold each against the OpenAPI document here. */
export type Observer = (method: string, path: string, answer: Answer) => void;

export interface Api {
  send<Body = unknown>(method: string, path: string, request?: Send): Promise<Answer<Body>>;
  get<Body>(path: string): Promise<Body>;
  /** Carried out once: under a new key, unless one is given. */
  post<Body>(path: string, body: unknown, key?: string): Promise<Body>;
  tryPost<Body>(path: string, body: unknown, key?: string): Promise<Answer<Body>>;
}

/** Two months of virtual days are advanced in one request, on a machine that may be busy with another suite. */
const answerMs = 150_000;

/** A client of one deployment with one key. */
export function connect(url: string, key: string | undefined, observe: Observer = () => {}): Api {
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  async function send<Body>(method: string, path: string, { body, text, headers = {} }: Send = {}) {
    const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const type = content === undefined ? {} : { 'content-type': 'application/json' };
    const given = Object.entries({ ...authorization, ...type, ...headers });
    const response = await fetch(url + path, {
      method,
      headers: given.filter((header): header is [string, string] => header[1] !== undefined),
      ...(content === undefined ? {} : { body: content }),
      signal: AbortSignal.timeout(answerMs),
    });
    const answer = await read<Body>(`${method} ${path}`, response);
    observe(method, path, answer);
    return answer;
  }
  const tryPost = <Body>(path: string, body: unknown, once: string = randomUUID()) =>
    send<Body>('POST', path, { body, headers: { 'idempotency-key': once } });
  return {
    send,
    tryPost,
    get: async (path) => succeeded(await send('GET', path)),
    post: async (path, body, once) => succeeded(await tryPost(path, body, once)),
  };
}

async function read<Body>(request: string, response: Response): Promise<Answer<Body>> {
  const text = await response.text();
  const isJson = /^application\/(?:problem\+)?json/.test(response.headers.get('content-type') ?? '');
  const { status, headers } = response;
  return { request, status, headers, text, body: (isJson && text !== '' ? JSON.parse(text) : undefined) as Body };
}

/** The body of an answer that is no refusal. */
export function succeeded<Body>({ request, status, text, body }: Answer<Body>): Body {
  assert(status >= 200 && status < 300, `${request} was answered ${status}: ${text}`);
  return body;
}

/** Asserts that the answer is the refusal, told as RFC 9457 asks. */
export function expectProblem(answer: Answer, status: number, code: string): Problem {
  const problem = answer.body as Problem | undefined;
  const told = `${answer.request} was answered ${answer.status} ${answer.text}, not ${status} ${code}`;
  assert(problem !== undefined && answer.status === status && problem.code === code, told);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.equal(problem.status, status);
  assert.match(problem.type, /^\/problems\/[a-z-]+$/);
  assert.equal(problem.requestId, answer.headers.get('x-request-id'));
  assert.equal(problem.instance, answer.request.split(/[ ?]/)[1]);
  return problem;
}

const patienceMs = 120_000;

/** Reads again and again until there is something to read. */
export async function until<Found>(what: () => string, read: () => Promise<Found | undefined>): Promise<Found> {
  const giveUp = Date.now() + patienceMs;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    assert(Date.now() < giveUp, `it is still not ${what()}`);
    await pause(100);
  }
}

/** Reads again and again until the resource is in the state; says where it got stuck. */
export async function untilState<Resource extends { readonly state: string }>(
  read: () => Promise<Resource>,
  state: Resource['state'],
): Promise<Resource> {
  let last: Resource | undefined;
  const inState = async () => {
    last = await read();
    return last.state === state ? last : undefined;
  };
  return until(() => `${state}: ${JSON.stringify(last)}`, inState);
}
