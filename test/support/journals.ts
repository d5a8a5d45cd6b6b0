import type { JournalItem } from '../../functions/ledger/journal.item.ts';
import type { Journal } from '../../functions/ledger/journal.ts';

interface Captured {
  readonly orderId: string;
  readonly amount: number;
  readonly businessDate?: string;
  readonly merchantId?: string;
  readonly buyerId?: string;
  readonly eventId?: string;
}

/** The journal of a confirmed sale: Dr 1110 / Cr 2010. */
export function captureOf(of: Captured): Journal & JournalItem {
  const { orderId, amount, businessDate = '2026-11-02', merchantId = 'mer_a', buyerId = 'buy_1' } = of;
  const about = { merchantId, buyerId, orderId };
  return {
    eventId: of.eventId ?? `evt_${orderId}`,
    rule: 'capture',
    resourceId: orderId,
    postedAt: `${businessDate}T03:00:00.000Z`,
    businessDate,
    lines: [
      { account: '1110', amount, ...about },
      { account: '2010', amount: -amount, ...about },
    ],
  };
}
