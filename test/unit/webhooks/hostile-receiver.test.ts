import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { receiverProvider } from '../../../functions/webhooks/receiver.provider.ts';

/** What a server makes of our attempt that says this, word for word, and keeps the connection. */
async function outcomeOf(reply: string, limits: { readonly ours?: number; readonly attempts?: number } = {}) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.write(reply));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const { post } = receiverProvider({ allowsLoopback: true, connectMs: 2000, totalMs: limits.ours ?? 400 });
  try {
    return (await post({ url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}', totalMs: limits.attempts }))
      .outcome;
  } finally {
    server.close();
  }
}

test.for([
  [
    'changes the protocol',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    { error: 'connection_failed' },
  ],
  ['says to go on, and nothing more', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(3), { error: 'timed_out' }],
  ['does not speak HTTP', 'hello\r\n\r\n', { error: 'connection_failed' }],
  [
    'has more headers than anybody reads',
    `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`,
    { error: 'connection_failed' },
  ],
  [
    'sends us on to the metadata service',
    'HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n',
    { status: 302 },
  ],
] as const)('a receiver that %s has failed, and holds up nobody', async ([, reply, outcome]) => {
  expect(await outcomeOf(reply)).toEqual(outcome);
});

test('a receiver that keeps us waiting is given up after the time of this attempt', async () => {
  const ours = 3_600_000; // would outlast this test by far
  expect(await outcomeOf('HTTP/1.1 200 OK\r\nX: ', { ours, attempts: 50 })).toEqual({ error: 'timed_out' });
});
