// The first thing `npm start` runs, in JavaScript that any Node can read: it explains what is missing before TypeScript is loaded.
import { existsSync } from 'node:fs';
import module from 'node:module';
import process from 'node:process';

const [major = '0'] = process.versions.node.split('.');
const isThere = (name) => existsSync(new URL(`../node_modules/${name}`, import.meta.url));
// The Node of node_modules is what npm puts there last: until then an install is still going on, or was broken off.
if (!isThere('fauxqs') || !isThere('node/bin')) {
  console.error('The dependencies are not installed, or not all of them: run `npm ci` first, and let it end.');
  process.exit(1);
} else if (Number(major) < 24) {
  console.error(
    `This needs Node 24, but Node ${process.versions.node} runs it: use \`npm start\`, which takes the Node of node_modules.`,
  );
  process.exit(1);
} else {
  module.enableCompileCache(); // of TypeScript without its types too; it helps only what is loaded from here on
  await import('./cli.ts');
}
