/** SNS's Publish, by the query protocol. */
export async function publishToTopic(url: string, region: string, topicArn: string, message: string): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/sns/aws4_request, SignedHeaders=host, Signature=local`;
  const body = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', TopicArn: topicArn, Message: message });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization };
  const response = await fetch(`${url}/`, { method: 'POST', headers, body: body.toString() });
  if (!response.ok) throw new Error(`sns:Publish answered ${response.status}: ${await response.text()}`);
}
