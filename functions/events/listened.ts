/**
 * The events that people are written to about. They are sent on to the queue of notifications; what is written to whom is
 * decided there.
 */
export const listenedTypes: readonly string[] = [
  'buyer_application.*',
  'credit_facility.*',
  'merchant_application.*',
  'merchant.*',
  'api_key.*',
  'order.expiring',
  'order.expired',
  'webhook_endpoint.disabled',
];

/** Whether an event's type is one of the types; `order.*` is every type of orders, `*` is every type. */
export const isOfTypes = (type: string, types: readonly string[]): boolean =>
  types.some((one) => (one.endsWith('*') ? type.startsWith(one.slice(0, -1)) : one === type));

/** Whether somebody may have to be written to about an event of this type. */
export const isListenedTo = (type: string): boolean => isOfTypes(type, listenedTypes);
