import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A counterparty on a free port of this machine, for as long as a test runs. */
export async function serve(
  answer: (asked: Asked) => Promise<{ readonly status: number; readonly body: string }>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(async (request: IncomingMessage, response) => {
    const { method = '', url = '', headers } = request;
    const told = await answer({
      method,
      path: url,
      authorization: headers.authorization,
      body: await text(request),
    }).catch((error: unknown) => ({ status: 599, body: String(error) }));
    response.writeHead(told.status, { 'content-type': 'application/json' }).end(told.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
