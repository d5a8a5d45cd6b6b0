import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** A TCP port that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Whether somebody listens on the port already. */
export async function isPortBusy(port: number): Promise<boolean> {
  const server = createServer();
  const busy = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(true) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => resolve(false));
  });
  if (!busy) await new Promise<void>((resolve) => server.close(() => resolve()));
  return busy;
}
