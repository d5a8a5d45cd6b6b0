import { readOptions } from './cli/options.ts';
import { run } from './cli/run.ts';
import { Sentence } from './sentence.ts';

try {
  await run(readOptions(process.argv.slice(2), process.env));
} catch (error) {
  console.error(error instanceof Sentence ? error.message : error);
  process.exit(1);
}
