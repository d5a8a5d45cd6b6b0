/** What a use case answers to an HTTP request: the body is final text, so that a replay is the same to the byte. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly replayed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body is bytes, not text: base64, which API Gateway turns back. */
  readonly isBase64Encoded?: boolean;
}

export const answer = (status: number, resource: unknown, headers?: Readonly<Record<string, string>>): Answer => ({
  status,
  body: JSON.stringify(resource),
  ...(headers ? { headers } : {}),
});
