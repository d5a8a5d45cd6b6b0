import { beforeAll, describe, expect, test } from 'vitest';
import { issueApiKey, rotateApiKey } from '../../../functions/merchants/api-keys.ts';
import { changeApplication } from '../../../functions/merchants/apply.ts';
import { issueConnection, rotateConnection } from '../../../functions/merchants/connections.ts';
import { bodyOf } from '../../support/buyers.ts';
import { testTables } from '../../support/dynamodb.ts';
import type { IssuedKey } from '../../support/merchants.ts';
import { by, onboardingWorld } from '../../support/onboarding-world.ts';

let production: ReturnType<typeof onboardingWorld>;
beforeAll(async () => {
  production = onboardingWorld(await testTables(), 'live');
});

const hour = 60 * 60 * 1000;
const alone = { code: 'SecondPersonRequired' };
const liveKey = { environment: 'live', label: '本番' } as const;
const overlap = { overlapHours: 1 };

describe('a live key', () => {
  const issue = (id: string) => issueApiKey(production.ports, id, liveKey, by('one'));

  test('is issued by nobody alone, and once for each confirmation', async () => {
    const { id } = await production.live();
    await expect(issue(id)).rejects.toMatchObject(alone);
    const proposal = await production.propose(id, 'issue_live_credentials');
    await expect(issue(id)).rejects.toMatchObject(alone);
    await production.settle(id, proposal);
    expect(bodyOf<IssuedKey>(await issue(id)).key).toMatch(/^sk_live_/);
    await expect(issue(id)).rejects.toMatchObject(alone);
    const [used] = (await production.ports.merchants.get(id)).proposals.slice(-1);
    expect(used).toMatchObject({ state: 'confirmed', usedAt: new Date(production.time.now).toISOString() });
  });

  test('is told again to a repeat of its request, which uses up no second confirmation', async () => {
    const { id } = await production.live();
    await production.decide(id, 'issue_live_credentials');
    const request = by('one');
    const first = await issueApiKey(production.ports, id, liveKey, request);
    expect((await issueApiKey(production.ports, id, liveKey, request)).body).toBe(first.body);
  });

  test('is issued by no two requests of one confirmation', async () => {
    const { id } = await production.live();
    await production.decide(id, 'issue_live_credentials');
    const ends = await Promise.allSettled([issue(id), issue(id)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('is not issued after a declined proposal, nor a day after a confirmed one', async () => {
    const { id } = await production.live();
    await production.decide(id, 'issue_live_credentials', 'decline');
    await expect(issue(id)).rejects.toMatchObject(alone);
    await production.decide(id, 'issue_live_credentials');
    production.time.now += 24 * hour;
    await expect(issue(id)).rejects.toMatchObject(alone);
  });

  test('is rotated by nobody alone', async () => {
    const { id } = await production.live();
    await production.decide(id, 'issue_live_credentials');
    const { id: keyId } = bodyOf<IssuedKey>(await issue(id));
    const rotate = () => rotateApiKey(production.ports, { merchantId: id, keyId }, overlap, by('one'));
    await expect(rotate()).rejects.toMatchObject(alone);
    await production.decide(id, 'issue_live_credentials');
    expect(bodyOf<IssuedKey>(await rotate()).key).toMatch(/^sk_live_/);
  });
});

test('a login at a connected system is issued and rotated by nobody alone where money is real', async () => {
  const { id } = await production.live();
  const issue = () => issueConnection(production.ports, id, { system: 'paid' }, by('one'));
  const path = { merchantId: id, system: 'paid' };
  const rotate = () => rotateConnection(production.ports, path, overlap, by('one'));
  for (const attempt of [issue, rotate]) {
    if (attempt === issue) await expect(issue()).rejects.toMatchObject(alone);
    else await expect(rotate()).rejects.toMatchObject(alone);
    await production.decide(id, 'issue_live_credentials');
    expect((await attempt()).status).toBe(201);
  }
});

describe('the address that an approved merchant is written to', () => {
  const change = async (id: string, contactEmail: string) => {
    const { version } = await production.ports.merchants.get(id);
    return changeApplication(production.ports, id, { contactEmail }, { actor: { by: 'one' }, version });
  };

  test('is led elsewhere by nobody alone', async () => {
    const { id, contactEmail } = await production.approved();
    await expect(change(id, 'thief@evil.example')).rejects.toMatchObject(alone);
    expect((await change(id, contactEmail)).status).toBe(200);
    await production.decide(id, 'change_contact_email');
    await change(id, 'keiri@aozora.example');
    await expect(change(id, 'thief@evil.example')).rejects.toMatchObject(alone);
    expect((await production.ports.merchants.get(id)).contactEmail).toBe('keiri@aozora.example');
  });

  test('is not changed by leave to issue a key', async () => {
    const { id } = await production.live();
    await production.decide(id, 'issue_live_credentials');
    await expect(change(id, 'thief@evil.example')).rejects.toMatchObject({
      ...alone,
      facts: { action: 'change_contact_email' },
    });
  });
});
