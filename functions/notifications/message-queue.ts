/** One message of a queue: its id, and its text as it came. */
export interface Queued {
  readonly messageId: string;
  readonly body: string;
}

/** Does the work of each message of a batch by itself, and answers those that have to come again. */
export async function eachByItself(
  queued: readonly Queued[],
  work: (body: unknown) => Promise<void>,
  failed: (messageId: string, error: unknown) => void,
): Promise<string[]> {
  const again: string[] = [];
  for (const { messageId, body } of queued) {
    try {
      await work(JSON.parse(body));
    } catch (error) {
      failed(messageId, error);
      again.push(messageId);
    }
  }
  return again;
}
