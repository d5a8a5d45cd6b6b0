import { expect, test } from 'vitest';
import type { DriftResource } from '../../functions/drift/drift.contract.ts';
import type { MessageResource } from '../../functions/notifications/notification.contract.ts';
import type { CapturedMessage } from '../../functions/sandbox/mail.wire.ts';
import { until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { journey } from '../support/journey.ts';
import { anActiveBuyer, type Page } from '../support/sessions.ts';

const { demo, operator } = await journey();

const letters = async () =>
  (await demo.api.get<Page<MessageResource>>('/v1/messages?limit=100')).items.filter(
    ({ template }) => template === 'drifts_open',
  );

/** The newest letter, once it is another one than that and sent. */
const aLetterAfter = (known: MessageResource | undefined) =>
  until(
    () => `a letter about open drifts after ${known?.id}`,
    async () => {
      const [newest] = await letters();
      return newest && newest.id !== known?.id && newest.state === 'sent' ? newest : undefined;
    },
  );

const captured = async () =>
  (await demo.api.get<Page<Omit<CapturedMessage, 'id'>>>('/v1/test/messages?limit=100')).items.filter(({ subject }) =>
    /differ between your shop|不一致/.test(subject),
  );

const apart = async (buyerId: string) => {
  const order = await demo.place({ buyerId, amount: 100_000 });
  await demo.api.post(`/v1/storefront/orders/${order.id}/edits`, { shopAmount: 90_000, changePaidAmount: false });
  return order;
};

const accepted = { resolution: 'accept', reason: '確認済み' };

test('P20 what is left open is told by letter, and what has been resolved is not told again', async () => {
  const { id: buyerId } = await anActiveBuyer(demo, aCompany());
  const first = await apart(buyerId);
  const [before] = await letters();
  await operator.advance({ days: 2 });
  const letter = await aLetterAfter(before);
  expect(letter).toMatchObject({ recipient: 'merchant', channel: 'email', eventType: 'drift_digest' });

  const { items: open } = await demo.api.get<Page<DriftResource>>('/v1/drifts?state=open&limit=100');
  expect(open.map((drift) => drift.orderId)).toContain(first.id);
  for (const { id } of open) await demo.api.post(`/v1/drifts/${id}/resolution`, accepted);
  const second = await apart(buyerId);
  const [told] = await letters();
  await operator.advance({ days: 2 });
  await aLetterAfter(told);
  const [mail] = await captured();
  expect(mail?.text).toMatch(/Open differences\D*1\b|未解消の不一致\D*1件/);
  expect(mail?.text).toContain(second.reference);
});
