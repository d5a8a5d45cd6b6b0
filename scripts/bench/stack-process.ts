import { startRuntime } from '../../local/runtime.ts';

/**
 * The whole product in a process of its own, as `npm start` runs it once built. Says where it is in one line of JSON, and stops
 * when its input ends, so that it never outlives the bench.
 */
const [assemblyDir = '', logDir = ''] = process.argv.slice(2);
const runtime = await startRuntime({ assemblyDir, logDir, port: 0, quiet: true });
process.stdin.resume().on('end', () => void runtime.stop().then(() => process.exit(0)));
// Not every system resolves states.localhost, under which the runtime's own threads know this address.
const states = runtime.endpoints.states.replace(/\/\/[^:/]+/, '//127.0.0.1');
console.log(JSON.stringify({ url: runtime.url, dynamodb: runtime.endpoints.dynamodb, states }));
