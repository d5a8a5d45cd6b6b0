import type { Template } from '../template.ts';
import { dayText } from '../wording.ts';

/** To the merchant: its endpoint gets nothing any more, and what it missed can be sent again. */
export const webhookDisabled: Template = {
  ja: ({ event }) => ({
    subject: '【Tegata】Webhookの送信を停止しました',
    paragraphs: [
      '貴社のWebhookエンドポイントへの送信を停止しました。受信側が受け取りを拒否したか、失敗が続いたためです。',
      'エンドポイントを有効に戻したあと、停止中のイベントは期間を指定して再送できます。',
    ],
    facts: [
      ['停止日', dayText(event.occurredAt, 'ja')],
      ['エンドポイント', String(event.data.id)],
    ],
  }),
  en: ({ event }) => ({
    subject: '[Tegata] A webhook endpoint was disabled',
    paragraphs: [
      'We have stopped sending to one of your webhook endpoints: it declined what we sent, or kept failing.',
      'When you have enabled it again, the events that it missed can be replayed by their range.',
    ],
    facts: [
      ['Disabled on', dayText(event.occurredAt, 'en')],
      ['Endpoint', String(event.data.id)],
    ],
  }),
};
