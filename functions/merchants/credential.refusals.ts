import { refusals } from '../shared/refusal.ts';

export const refuseCredential = refusals({
  ApiKeyNotFound: ['missing', 'No such API key'],
  ApiKeyNotUsable: ['conflict', 'The API key opens nothing any more'],
  ApiKeyEnding: ['conflict', 'The API key has been replaced already'],
  ApiKeyLimitReached: ['conflict', 'The merchant has as many API keys as it may have'],
  KeyEnvironmentUnavailable: ['declined', 'This deployment issues no keys for that environment'],
  LastOperatorKeys: ['conflict', 'Two operators have to remain'],
  ConnectionNotFound: ['missing', 'The merchant has no such connection'],
  ConnectionExists: ['conflict', 'The merchant is connected to this system already'],
});
