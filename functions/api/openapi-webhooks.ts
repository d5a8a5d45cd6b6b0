import { EventResource } from '../events/event.contract.ts';
import { eventTypes } from '../events/event-types.ts';
import { inlined, type JsonSchema } from './openapi-schemas.ts';

/** What is sent to a webhook endpoint, by the type of the event: the `webhooks` of the document. */
export const webhookOperations = (): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(eventTypes).map(([type, summary]) => [type, { post: sending(type, summary) }]));

const sending = (type: string, summary: string): JsonSchema => ({
  tags: ['Webhooks'],
  summary,
  parameters: Object.keys(webhookParameters).map((name) => ({ $ref: `#/components/parameters/${name}` })),
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Event' }, { type: 'object', properties: { type: { const: type } } }],
        },
      },
    },
  },
  responses: { '2XX': { $ref: '#/components/responses/Taken' }, '410': { $ref: '#/components/responses/Gone' } },
});

const header = (name: string, description: string): JsonSchema => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

/** The headers of Standard Webhooks. */
export const webhookParameters = {
  WebhookId: header('webhook-id', 'The id of the event: the same however often it comes.'),
  WebhookTimestamp: header('webhook-timestamp', 'When this attempt was sent, in seconds since 1970.'),
  WebhookSignature: header(
    'webhook-signature',
    'HMAC-SHA256 over `<id>.<timestamp>.<body>` as `v1,<base64>`; several with spaces between them while a secret is replaced.',
  ),
};

export const webhookResponses = {
  Taken: { description: 'The event is taken.' },
  Gone: { description: 'Send nothing more: the endpoint is turned off. Every other answer is tried again.' },
};

/** An event, as webhooks and lists show it. */
export const eventSchema = (): JsonSchema => inlined(EventResource, 'output');
