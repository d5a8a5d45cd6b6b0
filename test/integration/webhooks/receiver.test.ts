import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { receiverProvider } from '../../../functions/webhooks/receiver.provider.ts';

const sandbox = { allowsLoopback: true };
const quick = { ...sandbox, connectMs: 200, totalMs: 400 };
const posted = { headers: { 'webhook-id': 'evt_1' }, body: '{"id":"evt_1"}' };
const open: (Server | TcpServer)[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server | TcpServer, scheme = 'http'): Promise<string> {
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}
const shop = (answer: RequestListener) => listening(createServer(answer));
const outcomeOf = async (url: string, settings: Parameters<typeof receiverProvider>[0] = quick) =>
  (await receiverProvider(settings).post({ url, ...posted })).outcome;

describe('a receiver', () => {
  test.for([200, 204, 301, 302, 410, 500])(
    'that answers %i has said so, and is not asked anywhere else',
    async (status) => {
      const asked: (string | undefined)[] = [];
      const url = await shop((request, response) => {
        asked.push(request.url);
        response.writeHead(status, { location: '/elsewhere' }).end();
      });
      expect(await outcomeOf(url)).toEqual({ status });
      expect(asked).toEqual(['/hook']);
    },
  );

  test('gets the body and the headers, as JSON', async () => {
    const got: unknown[] = [];
    const url = await shop(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      got.push(request.method, request.headers['content-type'], request.headers['webhook-id'], body);
      response.end();
    });
    await outcomeOf(url);
    expect(got).toEqual(['POST', 'application/json', 'evt_1', posted.body]);
  });

  test('that answers without end is cut off; its status counts', async () => {
    const url = await shop((_, response) => {
      response.writeHead(200);
      const more = () => response.write('a'.repeat(1024), () => setTimeout(more, 1));
      more();
    });
    expect(await outcomeOf(url, { ...sandbox, totalMs: 10_000 })).toEqual({ status: 200 });
  });

  test('that does not answer in time has not answered', async () => {
    expect(await outcomeOf(await shop(() => {}))).toEqual({ error: 'timed_out' });
  });

  test('that nobody is at has no connection', async () => {
    const url = await shop(() => {});
    open.splice(0)[0]?.close();
    expect(await outcomeOf(url)).toEqual({ error: 'connection_failed' });
  });

  test('that does not speak TLS where it should, fails there', async () => {
    const url = await listening(
      createTcpServer((socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\n')),
      'https',
    );
    expect(await outcomeOf(url)).toEqual({ error: 'tls_failed' });
  });
});

describe('the name of a receiver', () => {
  const leadingTo = (...addresses: readonly string[]) => ({
    ...quick,
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  });

  test('that leads into our own network is not called, nor one that leads there among others', async () => {
    for (const addresses of [['10.0.0.1'], ['8.8.8.8', '169.254.169.254'], ['127.0.0.1'], ['::ffff:127.0.0.1']]) {
      const settings = leadingTo(...addresses);
      expect(await outcomeOf('https://shop.example.jp/hook', settings)).toEqual({ error: 'address_not_allowed' });
      expect(await receiverProvider(settings).mayCall('https://shop.example.jp/hook')).toBe(false);
    }
  });

  test('is asked once: the connection goes to the address that was checked', async () => {
    const hosts: (string | undefined)[] = [];
    const url = await shop((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    };
    const { port } = new URL(url);
    expect(await outcomeOf(`http://localhost:${port}/hook`, { ...quick, resolve })).toEqual({ status: 200 });
    expect([asked, hosts]).toEqual([1, [`localhost:${port}`]]);
  });

  test('that leads to several addresses is called at one that answers', async () => {
    const { port } = new URL(await shop((_, response) => void response.end()));
    const resolve = async () => [
      { address: '::1', family: 6 }, // nobody listens here
      { address: '127.0.0.1', family: 4 },
    ];
    const settings = { ...sandbox, resolve };
    expect(await outcomeOf(`http://localhost:${port}/hook`, settings)).toEqual({ status: 200 });
  });

  test('that leads nowhere may be registered, and is not found when it is called', async () => {
    const nowhere = { ...quick, resolve: async () => Promise.reject(new Error('ENOTFOUND')) };
    expect(await receiverProvider(nowhere).mayCall('https://shop.example.jp/')).toBe(true);
    expect(await outcomeOf('https://shop.example.jp/', nowhere)).toEqual({ error: 'name_not_found' });
    expect(await outcomeOf('https://shop.example.jp/', leadingTo())).toEqual({ error: 'name_not_found' });
  });

  test('is not even looked up where the address is one that nobody may register', async () => {
    expect(await outcomeOf('http://127.0.0.1:1/', { allowsLoopback: false })).toEqual({ error: 'address_not_allowed' });
  });
});
