/** After this long an orderly stop has failed, and the process ends anyway; the database follows it (tables/dynamodb-local.ts). */
const patienceMs = 2500;
const parentCheckMs = 500;

/** Calls `stop` once, on Ctrl-C, SIGTERM, a closed terminal, or the death of the npm that has started this process. */
export function onStopSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), patienceMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // npm passes no signal on when it is killed itself. Started by hand, a process may outlive its shell.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && end(), parentCheckMs).unref();
  }
}
