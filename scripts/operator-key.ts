import { drawKey, hashOf } from '../functions/merchants/api-key.ts';

/** `npm run operator-key -- sandbox|production`: draws a key where its holder sits, so that nobody else ever sees it. */
const [stage] = process.argv.slice(2);
if (stage === 'sandbox' || stage === 'production') {
  const key = drawKey(stage === 'production' ? 'live' : 'test');
  console.log(`Your key, for your password store and nobody else: ${key}`);
  console.log(`Its SHA-256, for whoever lets you in: ${hashOf(key)}`);
} else {
  console.log('Usage: npm run operator-key -- sandbox|production');
  process.exitCode = 1;
}
