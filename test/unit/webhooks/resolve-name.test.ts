import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { nameResolver } from '../../../functions/webhooks/resolve-name.ts';

let server: Socket | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

/** The question of a query: from behind its header to the end of the name, its type and its class (RFC 1035 section 4.1.2). */
function questionOf(query: Buffer): { name: string; type: number; bytes: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), bytes: query.subarray(12, at + 5) };
}

function answerTo(query: Buffer, address: readonly number[] | undefined): Buffer {
  const { bytes, type } = questionOf(query);
  const header = Buffer.from([0, 0, 0x81, 0x80, 0, 1, 0, address ? 1 : 0, 0, 0, 0, 0]);
  query.copy(header, 0, 0, 2);
  const answer = address ? Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, address.length, ...address]) : [];
  return Buffer.concat([header, bytes, Buffer.from(answer)]);
}

const types = { 1: [8, 8, 8, 8], 28: [0x20, 1, 0x48, 0x60, ...Array.from({ length: 11 }, () => 0), 1] } as const;

/** A name server that knows `shop.example.jp` and `old.example.jp` (which has no IPv6), and says nothing of any other name. */
async function nameServer(waitMs?: number) {
  const socket = createSocket('udp4');
  server = socket;
  const asked: string[] = [];
  socket.on('message', (query, { port, address }) => {
    const { name, type } = questionOf(query);
    asked.push(name);
    const known = name === 'shop.example.jp' || (name === 'old.example.jp' && type === 1);
    if (name.startsWith('silent')) return;
    socket.send(answerTo(query, known ? types[type as keyof typeof types] : undefined), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const servers = [`127.0.0.1:${socket.address().port}`];
  return { asked, resolve: nameResolver({ servers, ...(waitMs === undefined ? {} : { waitMs }) }) };
}

describe('the name of a receiver', () => {
  test('leads to the addresses of both families', async () => {
    const { resolve } = await nameServer();
    expect(await resolve('shop.example.jp')).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2001:4860::1', family: 6 },
    ]);
    expect(await resolve('old.example.jp')).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });

  test('whose name server says nothing keeps no other name waiting, however many there are', async () => {
    const { asked, resolve } = await nameServer(1000);
    let ended = 0;
    const silent = Array.from({ length: 50 }, (_, at) =>
      resolve(`silent-${at}.example.jp`).catch(() => {
        ended += 1;
      }),
    );
    expect(await resolve('shop.example.jp')).toHaveLength(2);
    expect([ended, asked.includes('silent-0.example.jp')]).toEqual([0, true]);
    await Promise.all(silent);
    expect(ended).toBe(50);
  });

  test('whose name server says nothing is given up after a while', async () => {
    const { resolve } = await nameServer(50);
    await expect(resolve('silent.example.jp')).rejects.toThrow('ECANCELLED');
  });

  test('that there is not leads nowhere', async () => {
    const { resolve } = await nameServer();
    await expect(resolve('nobody.example.jp')).rejects.toThrow('ENODATA');
  });

  test('that is an address, or the machine itself, is asked of nobody', async () => {
    const { asked, resolve } = await nameServer();
    expect(await resolve('8.8.4.4')).toEqual([{ address: '8.8.4.4', family: 4 }]);
    expect(await resolve('2606:4700::1111')).toEqual([{ address: '2606:4700::1111', family: 6 }]);
    expect(await resolve('localhost')).toEqual([
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
    expect(asked).toEqual([]);
  });
});
