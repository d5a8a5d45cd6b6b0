import { refusals } from '../shared/refusal.ts';

export const refuseStorefront = refusals({
  StorefrontSettingsNotFound: ['missing', 'The storefront has not been set up'],
  StorefrontNotConnected: ['conflict', 'The storefront is not connected'],
  TooManyFailedChecks: ['throttled', 'Too many checks with a wrong id or code'],
  LinkBannerHidden: ['conflict', 'The shop does not offer to link existing members'],
});
