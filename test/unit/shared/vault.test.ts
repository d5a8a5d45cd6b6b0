import { describe, expect, test } from 'vitest';
import { openVault } from '../../../functions/shared/vault.ts';
import { keyService } from '../../support/key-service.ts';

const place = { merchantId: 'mer_a', buyerId: 'buy_1', field: 'buyer.people' };
const secret = { familyName: '髙橋', email: 'taro@example.jp' };
const hour = 60 * 60 * 1000;

const setUp = () => {
  const time = { at: 0 };
  const keys = keyService();
  return { keys, time, vault: openVault(keys, { now: () => time.at }) };
};

describe('the vault', () => {
  test('gives back what was sealed, and the sealed bytes do not show it', async () => {
    const { vault } = setUp();
    const sealed = await vault.seal(place, secret);
    expect(Buffer.from(sealed).toString('utf8')).not.toContain('taro');
    expect(await vault.open(place, sealed)).toEqual(secret);
  });

  test('seals equal values differently', async () => {
    const { vault } = setUp();
    expect(await vault.seal(place, secret)).not.toEqual(await vault.seal(place, secret));
  });

  test.for([
    ['another merchant', { merchantId: 'mer_b' }],
    ['another buyer', { buyerId: 'buy_2' }],
    ['another field', { field: 'examination.application' }],
  ] as const)('does not open a value that was copied to %s', async ([, other]) => {
    const { vault } = setUp();
    const sealed = await vault.seal(place, secret);
    await expect(vault.open({ ...place, ...other }, sealed)).rejects.toThrow();
  });

  test('does not open a value of which any byte was changed', async () => {
    const { vault } = setUp();
    const sealed = await vault.seal(place, secret);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
      await expect(vault.open(place, changed), `byte ${at}`).rejects.toThrow();
    }
  });

  test('does not open a text that is no sealed value', async () => {
    const { vault } = setUp();
    for (const length of [0, 1, 3, 40]) await expect(vault.open(place, new Uint8Array(length))).rejects.toThrow();
  });

  test('asks for one key per thousand seals, and for none to open them again', async () => {
    const { vault, keys } = setUp();
    const sealed = await Promise.all(Array.from({ length: 1000 }, () => vault.seal(place, secret)));
    expect(keys.calls.made).toBe(1);
    await Promise.all(sealed.map((one) => vault.open(place, one)));
    expect(keys.calls.unwrapped).toBe(1);
    await vault.seal(place, secret);
    expect(keys.calls.made).toBe(2);
  });

  test('lets go of its keys after an hour', async () => {
    const { vault, keys, time } = setUp();
    const sealed = await vault.seal(place, secret);
    await vault.open(place, sealed);
    time.at = hour;
    await vault.open(place, sealed);
    await vault.seal(place, secret);
    expect(keys.calls).toMatchObject({ made: 2, unwrapped: 2 });
  });

  test('asks again after the key service failed', async () => {
    const keys = keyService();
    let isDown = true;
    const flaky = {
      ...keys,
      newDataKey: () => (isDown ? Promise.reject(new Error('throttled')) : keys.newDataKey()),
      mac: (text: string) => (isDown ? Promise.reject(new Error('throttled')) : keys.mac(text)),
    };
    const vault = openVault(flaky, { now: () => 0 });
    await expect(vault.seal(place, secret)).rejects.toThrow('throttled');
    await expect(vault.blindIndex('email', 'a@example.jp')).rejects.toThrow('throttled');
    isDown = false;
    expect(await vault.open(place, await vault.seal(place, secret))).toEqual(secret);
    expect(await vault.blindIndex('email', 'a@example.jp')).toBeTypeOf('string');
  });

  test('indexes equal texts equally, tells kinds apart, and asks once per text', async () => {
    const { vault, keys } = setUp();
    const [one, same, other] = await Promise.all([
      vault.blindIndex('email', 'a@example.jp'),
      vault.blindIndex('email', 'a@example.jp'),
      vault.blindIndex('phone', 'a@example.jp'),
    ]);
    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(keys.calls.macs).toBe(2);
  });

  test('forgets the oldest index when it knows a thousand', async () => {
    const { vault, keys } = setUp();
    for (let n = 0; n <= 1000; n++) await vault.blindIndex('email', `${n}@example.jp`);
    await vault.blindIndex('email', '1@example.jp');
    expect(keys.calls.macs).toBe(1001);
    await vault.blindIndex('email', '0@example.jp');
    expect(keys.calls.macs).toBe(1002);
  });
});
