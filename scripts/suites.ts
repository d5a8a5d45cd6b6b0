import { laneOf, runTogether } from './lanes.ts';

/** The suites that need engines, as two processes at once: each of them waits for its stack half of the time. */
await runTogether([
  laneOf(['vitest', 'run', '--project', 'journeys']),
  laneOf(['vitest', 'run', '--project', 'integration', '--project', 'walks']),
]);
