import { describe, expect, test } from 'vitest';
import { digestType } from '../../../functions/drift/drift-digest.ts';
import { isListenedTo } from '../../../functions/events/listened.ts';
import { noticesFor, plans } from '../../../functions/notifications/plan.ts';

const wanted = { textMessages: true };
const about = (type: string, data: Record<string, string> = {}, settings = wanted) =>
  noticesFor({ type, data }, settings).map(({ to, channel, template }) => `${to} ${channel} ${template}`);

describe('who is written to', () => {
  test.for([
    ['an application has arrived', 'buyer_application.submitted', {}, ['buyer email application_received']],
    ['a buyer is approved', 'buyer_application.decided', { state: 'active' }, ['buyer email application_approved']],
    [
      'a buyer is rejected, whatever the reason',
      'buyer_application.decided',
      { state: 'rejected', stateReason: 'bankruptcy_on_record' },
      ['buyer email application_rejected'],
    ],
    [
      'P7: a company that Paid knows comes to a new shop: both sides',
      'buyer_application.decided',
      { state: 'active', stateReason: 'facility_reused' },
      ['buyer email relation_opened', 'merchant email relation_opened_for_merchant'],
    ],
    [
      'a review needs answers',
      'buyer_application.information_requested',
      { state: 'under_review', stateReason: 'info_required' },
      ['buyer email information_requested', 'merchant email information_requested_for_merchant'],
    ],
    ['the answers have come', 'buyer_application.information_provided', { state: 'under_review' }, []],
    ['an application that is not decided yet', 'buyer_application.decided', { state: 'under_review' }, []],
    ['P21: a hold is about to end', 'order.expiring', {}, ['merchant email order_expiring']],
    ['P20: drifts are left open', 'drift_digest', {}, ['merchant email drifts_open']],
    ['a facility ends because a new one follows it', 'credit_facility.expired', { stateReason: 'renewed' }, []],
    ['an endpoint is disabled by its merchant', 'webhook_endpoint.disabled', { stateReason: 'by_merchant' }, []],
    ['an endpoint is gone', 'webhook_endpoint.disabled', { stateReason: 'gone' }, ['merchant email webhook_disabled']],
    ['an order that was authorized', 'order.authorized', {}, []],
    [
      'a merchant is approved',
      'merchant_application.decided',
      { state: 'approved' },
      ['merchant email merchant_approved'],
    ],
    ['a merchant is live again', 'merchant.reinstated', { state: 'live' }, ['merchant email merchant_live']],
    ['a merchant that was not live yet is reinstated', 'merchant.reinstated', { state: 'sandbox_issued' }, []],
    [
      'a merchant is rejected',
      'merchant_application.decided',
      { state: 'rejected' },
      ['merchant email merchant_rejected'],
    ],
  ] as const)('when %s', ([, type, data, expected]) => {
    expect(about(type, data)).toEqual(expected);
  });

  test('by text message only where the merchant wants it', () => {
    expect(about('credit_facility.suspended')).toContain('buyer sms credit_suspended');
    expect(about('credit_facility.suspended', {}, { textMessages: false })).toEqual([
      'buyer email credit_suspended',
      'merchant email credit_suspended_for_merchant',
    ]);
  });
});

test('every event that somebody is written to about is listened to, and the digest comes from its own job', () => {
  expect(plans.filter(({ on }) => !isListenedTo(on)).map(({ on }) => on)).toEqual([digestType]);
});
