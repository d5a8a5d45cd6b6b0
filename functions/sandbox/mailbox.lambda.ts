import * as z from 'zod/mini';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { openTable } from '../shared/table.ts';
import { listTestMessages } from './mailbox.contract.ts';
import { mailboxStore } from './mailbox.store.ts';
import { listCaptured } from './mailbox.ts';

const { SANDBOX_TABLE } = env({ SANDBOX_TABLE: z.string() });

const ports = { mailbox: mailboxStore(openTable(SANDBOX_TABLE)) };

export const mailboxHandler = httpFunction(
  route(listTestMessages, ({ caller, query }) =>
    listCaptured(ports, { ...query, merchantId: caller.merchantId || undefined }),
  ),
);
