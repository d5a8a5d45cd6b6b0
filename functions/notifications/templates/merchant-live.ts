import type { Template } from '../template.ts';
import { dayText } from '../wording.ts';

/** To the merchant: the live environment is open to it, for the first time or again. */
export const merchantLive: Template = {
  ja: ({ event, merchant }) => ({
    subject: '【Tegata】本番環境をご利用いただけます',
    paragraphs: [`${merchant.name}様は、本番環境で掛け払いの受付を開始していただけます。`],
    facts: [['開始日', dayText(event.occurredAt, 'ja')]],
  }),
  en: ({ event, merchant }) => ({
    subject: '[Tegata] Your live service is open',
    paragraphs: [`${merchant.name} can take orders with deferred payment in the live environment.`],
    facts: [['From', dayText(event.occurredAt, 'en')]],
  }),
};
