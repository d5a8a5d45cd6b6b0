/** A failure that DynamoDB answered with, by its short name (`ResourceInUseException`). */
export class DynamoError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export type DynamoCall = <Answer>(operation: string, input: object) => Promise<Answer>;

/** Calls DynamoDB or DynamoDB Streams by the AWS JSON protocol. DynamoDB Local wants a signature but does not check it. */
export function dynamoCall(
  url: string,
  region: string,
  target: 'DynamoDB_20120810' | 'DynamoDBStreams_20120810',
): DynamoCall {
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=local`;
  return async <Answer>(operation: string, input: object): Promise<Answer> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `${target}.${operation}`,
        authorization,
      },
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as Answer & { __type?: string; message?: string; Message?: string };
    if (response.ok) return answer;
    throw new DynamoError(
      (answer.__type ?? 'DynamoError').replace(/^.*#/, ''),
      answer.message ?? answer.Message ?? response.statusText,
    );
  };
}
