/** After this long an orderly stop has failed, and the process ends anyway; the database follows it (tables/dynamodb-local.ts). */
const patienceMs = 2500;
const parentCheckMs = 500;

/**
 * Calls `stop` once, on Ctrl-C, SIGTERM, a closed terminal, or the death of the npm that has started this process. What it
 * answers does the same for another reason, and ends the process with the status.
 */
export function onStopSignal(stop: () => Promise<void>): (status: number) => void {
  let stopping = false;
  const end = (status: number): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), patienceMs).unref();
    stop().then(
      () => process.exit(status),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  // npm passes no signal on when it is killed itself. Started by hand, a process may outlive its shell.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && end(0), parentCheckMs).unref();
  }
  return end;
}
