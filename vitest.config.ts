import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * One config, five suites (CONTRIBUTING.md says which test goes where). The time limits only end what hangs: a test that is slow
 * on a busy machine has not failed.
 */
const suite = (name: string, overrides: Record<string, unknown> = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`, ...(name === 'unit' ? ['test/*.test.ts'] : [])],
    env: {
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      POWERTOOLS_SERVICE_NAME: 'test',
      POWERTOOLS_METRICS_NAMESPACE: 'Tegata',
    },
    ...overrides,
  },
});

/** Months pass first, while there is little that the jobs of each day have to look at. */
class MonthsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
const rank = ({ moduleId }: TestSpecification): number => (moduleId.endsWith('/hold-term.test.ts') ? 0 : 1);

export default defineConfig({
  test: {
    sequence: { sequencer: MonthsFirst },
    projects: [
      // Unit tests keep nothing between them: they may share their threads' modules, which halves the time of the gate.
      suite('unit', { pool: 'threads', isolate: false, testTimeout: 60_000 }),
      suite('synth', { testTimeout: 60_000, hookTimeout: 180_000, globalSetup: ['test/synth/synthesize.ts'] }),
      suite('integration', {
        testTimeout: 180_000,
        hookTimeout: 180_000,
        fileParallelism: false,
        globalSetup: ['test/support/dynamodb.setup.ts'],
      }),
      ...['walks', 'journeys'].map((name) =>
        suite(name, {
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          globalSetup: ['test/support/stack.setup.ts'],
        }),
      ),
    ],
  },
});
