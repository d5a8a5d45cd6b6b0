import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Row } from './row.ts';

const howMeasured = `## How each is measured

- **M1**: the use cases run over their real stores on DynamoDB Local, behind the unit meter of the store port
  (\`functions/shared/meter.ts\`), which applies AWS's size rules to the items before and after. A value reads
  *write units / requests / read units*; index units are those of the two secondary indexes, which the floors leave out. The integration
  tests assert the same counts (\`test/integration/orders/units.test.ts\`). The floors are PERFORMANCE.md section 2, with a journal of its own.
- **M2**: the flows run through the front door of the local runtime; transitions are the \`StateEntered\` events of GetExecutionHistory of all
  Standard machines. Orders use Express machines only.
- **M5**: the bundle of every function, without the AWS SDK, which is part of the runtime of nodejs24.x; the floor column has its size before
  compression. Its start is what loading the bundle costs a fresh process, the SDK included: the median CPU time of three runs in turns
  as a multiple of a bare handler's, and, where valgrind is installed, instructions beyond a bare handler's for the functions on the path of
  an order (cachegrind, \`node --single-threaded --predictable\`, repeats within a thousandth). The floor is the DynamoDB client alone.
- **M6**: 8 calls at a time through the front door (HTTP, authorizer, function, Express workflow, step, transaction) against the same
  transactions, prepared beforehand and sent to the same DynamoDB Local by the same HTTP client, to tables with the same indexes and streams.
  Five rounds of each in turns after a warm-up; medians. Events are recorded meanwhile, as always.
- **M9**: a process that starts the built product, until its first authorization was answered 201, against a process of DynamoDB Local until it
  answered ListTables; three rounds in turns; medians.

Counts are held by tests; times and ratios of times are told here only, because machines differ.
`;

/** docs/benchmarks.md. */
export const reportOf = (rows: readonly Row[], at: Date): string => `# Benchmarks

Written by \`npm run bench\` at ${at.toISOString()} of commit ${commit()}, on ${machine()}.
Floors and goals are those of the performance design: the floor is what the flow cannot go below, the goal is what we hold ourselves to.

| metric | flow | value | floor | goal | met? |
|---|---|---|---|---|---|
${rows.map(lineOf).join('\n')}

${howMeasured}`;

const lineOf = ({ metric, flow, value, floor = '', goal = '', isMet }: Row): string =>
  `| ${metric} | ${flow} | ${value} | ${floor} | ${goal} | ${metText(isMet)} |`;

const metText = (isMet: boolean | undefined): string => (isMet === undefined ? '' : isMet ? 'yes' : '**no**');

/** The commit that was measured; with a mark when files differed from it. */
function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
  return git('rev-parse', '--short', 'HEAD') + (isChanged ? ' (with uncommitted changes)' : '');
}

function machine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  // Others may be at work on the machine: times suffer from it, ratios of times less, counts not at all.
  const load = loadavg()[0]?.toFixed(1);
  return `${cpus().length} cores, ${gibibytes} GiB, Node ${process.versions.node}, load average ${load}`;
}
