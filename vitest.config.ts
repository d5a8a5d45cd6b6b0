import { defineConfig } from 'vitest/config';

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

export default defineConfig({
  test: {
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
