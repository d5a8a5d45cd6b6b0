import { type Answer, answer } from '../shared/answer.ts';
import type { CapturedMessage } from './mail.wire.ts';

export interface MailboxQuery {
  /** Only what was sent for this merchant; absent for operators. */
  readonly merchantId?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface MailboxPorts {
  readonly mailbox: {
    page(
      query: MailboxQuery,
    ): Promise<{ readonly items: readonly CapturedMessage[]; readonly nextCursor: string | null }>;
  };
}

/** What the sandbox's product has sent, newest first. */
export async function listCaptured({ mailbox }: MailboxPorts, query: MailboxQuery): Promise<Answer> {
  const { items, nextCursor } = await mailbox.page(query);
  return answer(200, { items: items.map(({ id: _, ...message }) => message), nextCursor });
}
