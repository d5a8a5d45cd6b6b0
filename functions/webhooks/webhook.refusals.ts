import { refusals } from '../shared/refusal.ts';

export const refuseWebhook = refusals({
  EventNotFound: ['missing', 'No such event'],
  NoEndpointListens: ['conflict', 'No webhook endpoint wants this event'],
  WebhookEndpointDisabled: ['conflict', 'The webhook endpoint is disabled'],
  WebhookEndpointLimitReached: ['declined', 'There are as many webhook endpoints as there may be'],
  WebhookEndpointNotFound: ['missing', 'No such webhook endpoint'],
  WebhookEndpointStateConflict: ['conflict', 'Another request changed the webhook endpoint'],
  WebhookReplayNotFound: ['missing', 'No such replay'],
});
