// The first thing in the thread of the queues: see lambda/bootstrap.mjs.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./queue-worker.ts');
