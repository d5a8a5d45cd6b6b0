import { afterCursor, cursorOf } from '../shared/cursor.ts';
import { normalEmail } from '../shared/japanese.contract.ts';
import type { Table } from '../shared/table.ts';
import { CapturedMessage } from './mail.wire.ts';
import type { MailDeskPorts } from './mail-desk.ts';
import type { MailboxPorts } from './mailbox.ts';

const everybody = 'MAILBOX';
const mailboxOf = (to?: string): string => (to === undefined ? everybody : `${everybody}#${normalEmail(to)}`);
/** No address has a colon, so that none of them names a merchant's box. */
const boxOfMerchant = (merchantId: string, to = ''): string => `${everybody}#:${merchantId}:${normalEmail(to)}`;

const keptSeconds = 30 * 24 * 60 * 60;

/** What the emulated delivery took, in the Sandbox table: by its recipient and as a whole: for operators, and for the merchant that it was sent for. */
export const mailboxStore = (table: Table): MailDeskPorts['mailbox'] & MailboxPorts['mailbox'] => ({
  keep: async (message) => {
    const SK = `${message.sentAt}#${message.id}`;
    const expiresAt = Math.floor(Date.parse(message.sentAt) / 1000) + keptSeconds;
    const { merchantId, to } = message;
    const boxes = [mailboxOf(), mailboxOf(to), boxOfMerchant(merchantId), boxOfMerchant(merchantId, to)];
    const copies = boxes.map((PK) => ({
      table: table.name,
      put: { PK, SK, ...message, expiresAt },
    }));
    await table.write(...copies);
  },
  page: async ({ merchantId, to, limit, cursor }) => {
    const partition = merchantId === undefined ? mailboxOf(to) : boxOfMerchant(merchantId, to);
    const after = afterCursor(partition, cursor, { PK: (value) => value === partition, SK: () => true });
    const page = await table.query({ partition, limit, newestFirst: true, after });
    return {
      items: page.items.map((item) => CapturedMessage.parse(item)),
      nextCursor: cursorOf(partition, page.last),
    };
  },
});
