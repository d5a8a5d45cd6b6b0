import { afterCursor, cursorOf } from '../shared/cursor.ts';
import { normalEmail } from '../shared/japanese.contract.ts';
import type { Table } from '../shared/table.ts';
import { CapturedMessage } from './mail.wire.ts';
import type { MailDeskPorts } from './mail-desk.ts';
import type { MailboxPorts } from './mailbox.ts';

const everybody = 'MAILBOX';
const mailboxOf = (to: string): string => `${everybody}#${normalEmail(to)}`;

const keptSeconds = 30 * 24 * 60 * 60;

/** What the emulated delivery took, in the Sandbox table: once for everybody, once for its recipient. */
export const mailboxStore = (table: Table): MailDeskPorts['mailbox'] & MailboxPorts['mailbox'] => ({
  keep: async (message) => {
    const SK = `${message.sentAt}#${message.id}`;
    const expiresAt = Math.floor(Date.parse(message.sentAt) / 1000) + keptSeconds;
    const copies = [everybody, mailboxOf(message.to)].map((PK) => ({
      table: table.name,
      put: { PK, SK, ...message, expiresAt },
    }));
    await table.write(...copies);
  },
  page: async ({ to, limit, cursor }) => {
    const partition = to === undefined ? everybody : mailboxOf(to);
    const after = afterCursor(partition, cursor, { PK: (value) => value === partition, SK: () => true });
    const page = await table.query({ partition, limit, newestFirst: true, after });
    return {
      items: page.items.map((item) => CapturedMessage.parse(item)),
      nextCursor: cursorOf(partition, page.last),
    };
  },
});
