/** An e-mail to one address. */
export interface Email {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Our own ids: the provider's log shows them, and it names them when it reports later that the message came back. */
  readonly messageId: string;
  readonly merchantId: string;
}

/** A text message to one telephone number of Japan, as people write it. */
export interface TextMessage {
  readonly to: string;
  readonly text: string;
  readonly messageId: string;
  readonly merchantId: string;
}

/**
 * The port to those who deliver messages. Both answer the provider's own id of what it took; both throw `MessageRefused` when
 * this recipient cannot be reached however often it is tried, and `MessagesUnavailable` when it is worth trying again (which
 * includes that nobody knows whether the message went out).
 */
export interface MessageProvider {
  sendEmail(email: Email): Promise<string>;
  sendText(message: TextMessage): Promise<string>;
}
