/**
 * Every type of event that a merchant can be told of, and what has happened then. A filter names them one by one, by family
 * (`order.*`) or all (`*`); docs/webhooks.md and the API's document list them from here.
 */
export const eventTypes: Readonly<Record<string, string>> = {
  'buyer.registered': 'A buyer was registered.',
  'buyer.updated': 'Terms or master data of a buyer were changed.',
  'buyer.closed': 'The relation with a buyer has ended.',
  'buyer_application.awaiting': 'A buyer may apply for credit and has not yet.',
  'buyer_application.cancelled': 'A buyer that could apply no longer can.',
  'buyer_application.refused':
    'An application could not be taken, because its e-mail address belongs to another company.',
  'buyer_application.submitted': 'A buyer has applied for credit.',
  'buyer_application.information_requested': 'The examination asks the buyer something.',
  'buyer_application.information_provided': 'The buyer has answered.',
  'buyer_application.decided': 'An application was approved or rejected; `state` says which.',
  'credit_facility.granted': 'A buyer was granted credit.',
  'credit_facility.changed': 'The limit is another one.',
  'credit_facility.suspended': 'The credit cannot be used for the time being.',
  'credit_facility.reinstated': 'It can be used again.',
  'credit_facility.expired': 'The credit has ended, or a new facility has taken its place (`stateReason: renewed`).',
  'credit_facility.revoked': 'The credit was taken back.',
  'order.authorized': 'An order holds its amount of the credit.',
  'order.pending': 'The credit bureau has not answered about a large order yet.',
  'order.review_requested': 'A person decides about the order.',
  'order.declined': 'The order was refused after it was taken in.',
  'order.amount_changed': 'Lines and amount are others.',
  'order.shop_amount_changed': 'The shop shows another amount, and ours stays.',
  'order.shop_reported': 'The shop has said what has become of the order; no money has moved.',
  'order.partially_confirmed': 'A part was shipped and is a sale.',
  'order.confirmed': 'All was shipped, or the rest was given up.',
  'order.credited': 'A part of what was confirmed was taken back.',
  'order.cancelled': 'The order was cancelled before anything was confirmed.',
  'order.extended': 'The hold was extended.',
  'order.expiring': 'The hold ends within seven days.',
  'order.expired': 'The hold has ended.',
  'drift.detected': 'The shop and we differ about an order.',
  'drift.resolved': 'They no longer do, or somebody has accepted it.',
  'message.bounced': 'A message could not be delivered.',
  'notification_settings.changed': 'The merchant wants other messages.',
  'storefront_settings.saved': 'The settings of the storefront were saved.',
  'webhook_endpoint.created': 'A webhook endpoint was added.',
  'webhook_endpoint.changed': 'Address, filter or description are others.',
  'webhook_endpoint.enabled': 'It is sent events again.',
  'webhook_endpoint.disabled': 'It is sent none any more; `stateReason` says why.',
  'webhook_endpoint.secret_rotated': 'It has another secret.',
  'webhook_endpoint.deleted': 'It was deleted.',
  'webhook_endpoint.test': 'Nothing: somebody tests the endpoint. In no list of events.',
  'merchant_application.submitted': 'The application as a merchant is complete and is examined.',
  'merchant_application.decided': 'It was approved or rejected; `state` says which.',
  'merchant.contract_changed': 'The contract for a payment method is in another state.',
  'merchant.live': 'The merchant may sell.',
  'merchant.suspended': 'Its keys read and do not write.',
  'merchant.reinstated': 'They write again.',
  'merchant.terminated': 'Its contract has ended.',
  'api_key.issued': 'An API key was issued.',
  'api_key.rotated': 'An API key was replaced by another one.',
  'api_key.revoked': 'An API key opens nothing any more.',
  'connection.issued': 'A login for another system was issued.',
  'connection.rotated': 'It was replaced by another one.',
  'connection.revoked': 'It opens nothing any more.',
};

/**
 * What staff does that no merchant is told of, by event, list or webhook: it stands in the audit trail of staff alone
 * (functions/events/staff-list.ts).
 */
export const staffTypes: Readonly<Record<string, string>> = {
  'merchant_file.changed':
    'Papers, proposals, searches of the lists, the state or anything else of a merchant changed.',
  'credit_file.changed': "What keeps a buyer's credit from being used changed, and whether it can be used did not.",
  'limit_change.proposed': 'An operator proposes another limit.',
  'limit_change.approved': 'Another operator has approved it.',
  'limit_change.rejected': 'Another operator has rejected it.',
};

const eventTypeNames = Object.keys(eventTypes);

const families = [...new Set(eventTypeNames.map((type) => type.replace(/\..*/, '.*')))];

/** What `?type=` of a list may say: a type, or a family of them. */
export const eventTypeFilters: readonly string[] = [...families, ...eventTypeNames];

/** What an endpoint may want. A filter that can match nothing is a mistake, and is refused where it is made. */
export const eventFilters: readonly string[] = ['*', ...eventTypeFilters];
