// Starts as `npm start` does (local/start.mjs): with the compile cache.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./stack-process.ts');
