// The first thing in a Lambda worker thread. The cache keeps compiled code and TypeScript without its types, and helps only what is
// loaded after it is enabled: without it every thread would take 75 ms longer, most of it for a parser of TypeScript.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./bootstrap.ts');
