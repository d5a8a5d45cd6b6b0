import { parseArgs } from 'node:util';
import { firstOperatorStore } from '../functions/merchants/api-key.store.ts';
import { firstOperators, type Holder } from '../functions/merchants/first-operators.ts';
import { systemClock } from '../functions/shared/clock.ts';
import { openTable } from '../functions/shared/table.ts';

const usage = `Usage: npm run first-operators -- --stage sandbox|production --table TABLE LABEL=SHA256 LABEL=SHA256
Lets in the first two operators of a deployment by the hashes of their keys (npm run operator-key), with the AWS credentials
of the environment (docs/onboarding.md).`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { stage: { type: 'string' }, table: { type: 'string' }, help: { type: 'boolean' } },
});
const holders = positionals.map((text): Holder => {
  const [label = '', sha256 = ''] = text.split('=');
  return { label, sha256 };
});
const [one, other, ...rest] = holders;
const { stage = '', table = '' } = values;
const isAsked = ['sandbox', 'production'].includes(stage) && table !== '' && one && other && rest.length === 0;

if (values.help || !isAsked) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 1;
} else {
  const ports = {
    clock: systemClock,
    environment: stage === 'production' ? 'live' : 'test',
    keys: firstOperatorStore(openTable(table)),
  } as const;
  try {
    for (const { label, keyId } of await firstOperators(ports, [one, other])) console.log(`${label}: ${keyId}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
