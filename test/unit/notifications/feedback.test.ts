import { describe, expect, test } from 'vitest';
import { type FeedbackPorts, MailReport, recordFeedback } from '../../../functions/notifications/feedback.ts';
import { claimed, type Message, sentAs } from '../../../functions/notifications/message.ts';

const at = '2026-11-22T03:00:00.000Z';
const clock = { now: () => Date.parse('2026-11-22T04:00:00Z') };

const draft: Message = {
  merchantId: 'mer_a',
  messageId: 'msg_1',
  eventId: 'evt_1',
  eventType: 'order.expiring',
  resourceId: 'ord_1',
  template: 'order_expiring',
  recipient: 'merchant',
  channel: 'email',
  locale: 'ja',
  state: 'queued',
  reason: null,
  content: Uint8Array.of(1),
  attempts: [],
  version: 0,
  createdAt: at,
  updatedAt: at,
};

function kept(message: Message) {
  const state = { message, saves: 0 };
  const ports: FeedbackPorts = {
    clock,
    messages: {
      find: async (merchantId, id) => (merchantId === 'mer_a' && id === 'msg_1' ? state.message : undefined),
      save: async (after) => {
        state.saves += 1;
        state.message = after;
        return true;
      },
    },
  };
  return { state, ports };
}

/** As the SES developer guide shows it, with what it says of the recipient. */
const report = (eventType: string, details: object = {}, message = 'msg_1') =>
  MailReport.parse({
    eventType,
    ...details,
    mail: {
      timestamp: at,
      messageId: 'ses_1',
      destination: ['hanako@example.jp'],
      tags: { 'ses:configuration-set': ['tegata'], message: [message], merchant: ['mer_a'] },
    },
  });
const bounce = (bounceType: string, bounceSubType = 'General') => ({
  bounce: { bounceType, bounceSubType, bouncedRecipients: [{ emailAddress: 'hanako@example.jp' }] },
});
const sent = sentAs(claimed(draft, at), 'ses_1', at);

describe('a mail that was sent', () => {
  test.for([
    ['bounces for good', report('Bounce', bounce('Permanent')), 'BounceGeneral'],
    [
      'meets a suppressed address',
      report('Bounce', bounce('Permanent', 'OnAccountSuppressionList')),
      'BounceOnAccountSuppressionList',
    ],
    ['is complained of', report('Complaint', { complaint: { complaintFeedbackType: 'abuse' } }), 'Complaint'],
  ] as const)('is bounced when it %s, once', async ([, told, reason]) => {
    const { state, ports } = kept(sent);
    await recordFeedback(ports, told);
    await recordFeedback(ports, told);
    expect(state.message).toMatchObject({
      state: 'bounced',
      reason,
      providerMessageId: 'ses_1',
      attempts: [{ at, outcome: 'taken' }],
    });
    expect(state.saves).toBe(1);
  });

  test.for([
    ['a full mailbox', report('Bounce', bounce('Transient', 'MailboxFull'))],
    ['its delivery', report('Delivery')],
  ] as const)('stays sent after %s', async ([, told]) => {
    const { state, ports } = kept(sent);
    await recordFeedback(ports, told);
    expect(state.message).toEqual(sent);
  });
});

test('a mail of which nobody knew that it went out is known by its bounce', async () => {
  const { state, ports } = kept(claimed(draft, at));
  await recordFeedback(ports, report('Bounce', bounce('Permanent')));
  expect(state.message).toMatchObject({ state: 'bounced', attempts: [{ at, outcome: 'BounceGeneral' }] });
});

test('a report that is faster than the sender’s own note is kept when the note has been', async () => {
  const { state, ports } = kept(claimed(draft, at));
  const { save } = ports.messages;
  let saves = 0;
  const slowed: FeedbackPorts = {
    ...ports,
    messages: {
      ...ports.messages,
      save: (after) => {
        if (saves++ > 0) return save(after);
        state.message = sent;
        return Promise.resolve(false);
      },
    },
  };
  await recordFeedback(slowed, report('Bounce', bounce('Permanent')));
  expect(state.message).toMatchObject({ state: 'bounced', attempts: [{ outcome: 'taken' }] });
});

test('a report of a mail that is not ours is not taken for done', async () => {
  await expect(recordFeedback(kept(sent).ports, report('Complaint', {}, 'msg_other'))).rejects.toThrow('msg_other');
});
