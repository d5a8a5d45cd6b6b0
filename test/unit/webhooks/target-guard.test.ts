import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress, mayBeCalled, whatIsWrongWith } from '../../../functions/webhooks/target-guard.ts';

const live = { allowsLoopback: false };
const sandbox = { allowsLoopback: true };

const byte = fc.integer({ min: 0, max: 255 });
const ipv4 = (...head: fc.Arbitrary<number>[]) =>
  fc.tuple(...head, ...Array.from({ length: 4 - head.length }, () => byte)).map((bytes) => bytes.join('.'));
const is = (value: number) => fc.constant(value);
const from = (min: number, max: number) => fc.integer({ min, max });

/** Every block that is not of the public internet (IANA special-purpose registries). */
const inner = fc.oneof(
  ipv4(is(0)),
  ipv4(is(10)),
  ipv4(is(127)),
  ipv4(is(169), is(254)),
  ipv4(is(172), from(16, 31)),
  ipv4(is(192), is(168)),
  ipv4(is(100), from(64, 127)),
  ipv4(is(198), from(18, 19)),
  ipv4(from(224, 255)),
);
const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
const ipv6 = (head: string) =>
  fc.array(group, { minLength: 7, maxLength: 7 }).map((rest) => `${head}:${rest.join(':')}`);
const inner6 = fc.oneof(
  fc.constantFrom('::', '::1', 'fd00:ec2::254', '64:ff9b::a00:1', '2002:a00:1::', '2001:0:a00:1::'),
  fc.integer({ min: 0xfe80, max: 0xfebf }).chain((head) => ipv6(head.toString(16))),
  fc.integer({ min: 0xfc00, max: 0xfdff }).chain((head) => ipv6(head.toString(16))),
  fc.integer({ min: 0xff00, max: 0xffff }).chain((head) => ipv6(head.toString(16))),
  inner.map((address) => `::ffff:${address}`),
  inner.map((address) => `::${address}`),
);

describe('an address of our own network, or of nobody', () => {
  test('is never called, in either family', () => {
    fc.assert(fc.property(fc.oneof(inner, inner6), (address) => !isPublicAddress(address)));
  });

  test('is refused in a URL however it is written', () => {
    fc.assert(
      fc.property(fc.oneof(inner, inner6), (address) => {
        const host = address.includes(':') ? `[${address}]` : address;
        return whatIsWrongWith(`https://${host}/hook`, live) !== undefined;
      }),
    );
    const number = fc
      .tuple(inner)
      .map(([address]) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
    fc.assert(fc.property(number, (value) => whatIsWrongWith(`https://${value}/`, live) !== undefined));
  });

  test.for([
    ...['https://0x7f.1/', 'https://0177.0.0.1/', 'https://127.1/', 'https://0/', 'https://127.0.0.1./'],
    ...['https://１２７.０.０.１/', 'https://127。0。0。1/', 'https://①②⑦.⓪.⓪.①/', 'https://%31%32%37.0.0.1/'],
    ...['https:/\\127.0.0.1/', 'https://127.0.0.1\\@shop.example.jp/', ' https://127.0.0.1/'],
    ...['https://[::ffff:7f00:1]/', 'https://[0:0:0:0:0:ffff:169.254.169.254]/', 'https://[64:ff9b:1::a00:1]/'],
    ...[
      'https://[fec0::1]/',
      'https://[100::1]/',
      'https://[2001:db8::1]/',
      'https://[3fff::1]/',
      'https://[5f00::1]/',
    ],
    ...['https://192.0.0.171/', 'https://192.0.2.1/', 'https://198.51.100.1/', 'https://203.0.113.1/'],
  ])('is refused as %s', (text) => {
    expect(whatIsWrongWith(text, live)).toBe('Must be an address of the public internet.');
  });

  test.for([
    ...['https://localhost./', 'https://ⓛocalhost/', 'https://shop.localhost/', 'https://localhost.localdomain/'],
    ...['https://intranet/', 'https://intranet./', 'https://printer.local/', 'https://metadata.google.internal/'],
    ...['https://nas.home.arpa/', 'https://instance-data.ec2.internal./'],
  ])('is refused by a name that nobody has on the public internet, as in %s', (text) => {
    expect(whatIsWrongWith(text, live)).toBe('Must be an address of the public internet.');
  });

  test('is told from a public name that looks like one of its own', () => {
    for (const text of ['https://local.example.jp/', 'https://mylocalhost.example.jp/', 'https://internal.jp/']) {
      expect(whatIsWrongWith(text, live)).toBeUndefined();
    }
  });

  test('is not reached by a name that leads there, in the sandbox neither', () => {
    fc.assert(
      fc.property(fc.oneof(inner, inner6), (address) =>
        [live, sandbox].every((policy) => !mayBeCalled('shop.example.jp', address, policy)),
      ),
    );
  });
});

describe('an address of the public internet', () => {
  test.for(['8.8.8.8', '203.0.114.1', '1.1.1.1', '2606:4700:4700::1111', '2404:6800:4004:80a::200e'])(
    '%s is called',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.for(['https://shop.example.jp/hook', 'https://shop.example.jp:8443/a?b=c', 'https://8.8.8.8/'])(
    '%s may be registered',
    (url) => {
      expect(whatIsWrongWith(url, live)).toBeUndefined();
    },
  );
});

describe('a URL', () => {
  test.for([
    ['http://shop.example.jp/', 'https'],
    ['https://user@shop.example.jp/', 'password'],
    ['https://:secret@shop.example.jp/', 'password'],
    ['https://shop.example.jp/#part', 'fragment'],
    ['//shop.example.jp/', 'absolute'],
    [`https://shop.example.jp/${'a'.repeat(2048)}`, '2048'],
    ['https://localhost/', 'public internet'],
    ['http://127.0.0.1:3000/', 'https'],
  ] as const)('%s is refused, and why is said', ([url, why]) => {
    expect(whatIsWrongWith(url, live)).toContain(why);
  });
});

describe('the sandbox', () => {
  test.for(['http://127.0.0.1:3000/', 'http://localhost:3000/', 'http://[::1]:3000/', 'https://localhost/'])(
    'lets %s through: a developer has his server there',
    (url) => {
      expect(whatIsWrongWith(url, sandbox)).toBeUndefined();
    },
  );

  test('lets no other address of our own through, and none of what a function itself listens at', () => {
    for (const url of ['http://127.0.0.2/', 'http://10.0.0.1/', 'http://127.0.0.1:9001/', 'http://localhost:2000/']) {
      expect([url, whatIsWrongWith(url, sandbox)]).toEqual([url, expect.any(String)]);
    }
    expect(mayBeCalled('localhost', '127.0.0.1', sandbox)).toBe(true);
    expect(mayBeCalled('localhost', '10.0.0.1', sandbox)).toBe(false);
    expect(mayBeCalled('localhost', '127.0.0.1', live)).toBe(false);
  });
});
