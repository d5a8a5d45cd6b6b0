import { digestType } from '../drift/drift-digest.ts';
import type { MerchantEvent } from '../events/event.ts';
import type { Channel, Recipient } from './message.ts';
import type { TemplateName, TextTemplateName } from './templates.ts';

/** One message that an event calls for. */
export type Notice = {
  readonly to: Recipient;
  /** Nobody is written to with it twice a day, however many events call for it. */
  readonly oncePerDay?: true;
} & (
  | { readonly channel: Extract<Channel, 'email'>; readonly template: TemplateName }
  | { readonly channel: Extract<Channel, 'sms'>; readonly template: TextTemplateName }
);

interface Plan {
  readonly on: string;
  /** Further members of the event's data that must be so; `!` before a value: must not be so. */
  readonly where?: Readonly<Record<string, string>>;
  readonly notices: readonly Notice[];
}

const buyer = (template: TemplateName): Notice => ({ to: 'buyer', channel: 'email', template });
const merchant = (template: TemplateName): Notice => ({ to: 'merchant', channel: 'email', template });

/**
 * Who is written to about what. An event that is not here is written about to nobody; whoever wants all of them has webhooks.
 * The events themselves have to be listened to (functions/events/listened.ts); a test holds that each of these is.
 */
export const plans: readonly Plan[] = [
  // Whoever registers buyers chooses whom this goes to: many references with one address must not be many letters to it.
  { on: 'buyer_application.submitted', notices: [{ ...buyer('application_received'), oncePerDay: true }] },
  {
    on: 'buyer_application.decided',
    where: { state: 'active', stateReason: '!facility_reused' },
    notices: [buyer('application_approved')],
  },
  {
    on: 'buyer_application.decided',
    where: { state: 'active', stateReason: 'facility_reused' },
    notices: [buyer('relation_opened'), merchant('relation_opened_for_merchant')],
  },
  { on: 'buyer_application.decided', where: { state: 'rejected' }, notices: [buyer('application_rejected')] },
  {
    on: 'buyer_application.information_requested',
    notices: [buyer('information_requested'), merchant('information_requested_for_merchant')],
  },
  {
    on: 'credit_facility.changed',
    notices: [buyer('limit_changed'), merchant('limit_changed_for_merchant')],
  },
  {
    on: 'credit_facility.suspended',
    notices: [
      buyer('credit_suspended'),
      merchant('credit_suspended_for_merchant'),
      // An order that is refused at the till is worse than a text message.
      { to: 'buyer', channel: 'sms', template: 'credit_suspended' },
    ],
  },
  {
    on: 'credit_facility.reinstated',
    notices: [buyer('credit_reinstated'), merchant('credit_reinstated_for_merchant')],
  },
  {
    on: 'credit_facility.expired',
    where: { stateReason: '!renewed' },
    notices: [buyer('credit_ended'), merchant('credit_ended_for_merchant')],
  },
  { on: 'credit_facility.revoked', notices: [buyer('credit_ended'), merchant('credit_ended_for_merchant')] },
  { on: 'order.expiring', notices: [merchant('order_expiring')] },
  { on: 'order.expired', notices: [merchant('order_expired')] },
  // No event, but a daily job's own word: once a day already.
  { on: digestType, notices: [merchant('drifts_open')] },
  {
    on: 'merchant_application.decided',
    where: { state: '!rejected' },
    notices: [merchant('merchant_approved')],
  },
  { on: 'merchant_application.decided', where: { state: 'rejected' }, notices: [merchant('merchant_rejected')] },
  { on: 'merchant.live', notices: [merchant('merchant_live')] },
  { on: 'merchant.reinstated', where: { state: 'live' }, notices: [merchant('merchant_live')] },
  { on: 'merchant.suspended', notices: [merchant('merchant_suspended')] },
  { on: 'api_key.issued', notices: [merchant('api_key_issued')] },
  { on: 'api_key.rotated', notices: [merchant('api_key_issued')] },
  {
    on: 'webhook_endpoint.disabled',
    where: { stateReason: '!by_merchant' },
    notices: [merchant('webhook_disabled')],
  },
];

/** The messages that an event calls for; text messages only where the merchant wants them. */
export const noticesFor = (
  event: Pick<MerchantEvent, 'type' | 'data'>,
  wanted: { readonly textMessages: boolean },
): readonly Notice[] =>
  plans
    .filter(({ on, where = {} }) => on === event.type && isSo(event.data, where))
    .flatMap(({ notices }) => notices)
    .filter(({ channel }) => channel !== 'sms' || wanted.textMessages);

const isSo = (data: MerchantEvent['data'], where: Readonly<Record<string, string>>): boolean =>
  Object.entries(where).every(([name, value]) =>
    value.startsWith('!') ? data[name] !== value.slice(1) : data[name] === value,
  );
