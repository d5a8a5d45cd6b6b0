import { laneOf, runTogether } from './lanes.ts';

/** The gate before a commit, in two lanes: each of its tools alone would leave a core idle half of the time. */
await runTogether([
  laneOf(['biome', 'ci', '.'], ['knip']),
  laneOf(['tsc', '-p', '.'], ['vitest', 'run', '--project', 'unit', '--project', 'synth']),
]);
