/** What Amazon SQS takes in a message: the characters of XML 1.0 (API reference of SendMessage). */
const untaken = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Has fauxqs 2.4 take every character that Amazon SQS takes: its own pattern lacks the planes beyond the first, and with them
 * 𠮷, 🚚 and whatever else people have in their names and texts. To be called before it serves.
 */
export async function takeEveryCharacterOfSqs(): Promise<void> {
  const types = (await import(new URL('./sqs/sqsTypes.js', import.meta.resolve('fauxqs')).href)) as {
    readonly INVALID_MESSAGE_BODY_CHAR: RegExp;
  };
  types.INVALID_MESSAGE_BODY_CHAR.test = (text) => untaken.test(text);
}
