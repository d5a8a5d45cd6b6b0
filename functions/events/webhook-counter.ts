import type { Write } from '../shared/write.ts';
import { counterKey } from './event-keys.ts';

/**
 * Keeps, beside the position of the merchant's events, how many webhook endpoints it has and how many of them are enabled. The
 * recorder reads that item anyway, and so knows at no cost whether anybody wants to be sent the event.
 */
export const countWebhooks = (
  table: string,
  merchantId: string,
  more: { readonly all: -1 | 0 | 1; readonly enabled: -1 | 0 | 1; readonly allMax: number },
): Write => ({
  table,
  update: counterKey(merchantId),
  change: {
    expression: 'ADD webhooks :all, webhooksEnabled :enabled',
    values: { ':all': more.all, ':enabled': more.enabled },
  },
  ...(more.all > 0
    ? {
        condition: {
          expression: 'attribute_not_exists(webhooks) OR webhooks < :allMax',
          values: { ':allMax': more.allMax },
        },
      }
    : {}),
});
