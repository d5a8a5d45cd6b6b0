import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from '../support/api.ts';
import { type ChildStack, startChildStack } from '../support/child-stack.ts';
import { aCompany } from '../support/companies.ts';
import { conformanceTo, type OpenApi } from '../support/conformance.ts';
import { expectBalancedBooks } from '../support/journey.ts';
import { anActiveBuyer, anOrder, merchant, operator } from '../support/sessions.ts';

const { assemblyDir } = inject('stack');

let dataDir: string;
let stack: ChildStack;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tegata-restart-'));
  stack = await startChildStack(assemblyDir, dataDir, '2026-11-02T00:00:00Z');
});
afterAll(async () => {
  await stack.kill();
  await rm(dataDir, { recursive: true, force: true });
});

/** The parties, as they find the stack after each start. */
async function parties() {
  const document = await connect(stack.url, undefined).get<OpenApi>('/openapi.json');
  const observe = conformanceTo(document);
  return {
    demo: merchant(stack.url, 'sk_test_demo', observe),
    operator: operator(stack.url, 'sk_test_operator', observe),
  };
}

async function killAndStartAgain() {
  await stack.kill();
  stack = await startChildStack(assemblyDir, dataDir);
  return parties();
}

describe('a stack that is killed and started again on the same folder', () => {
  /** What was under way when the process died: one death is enough for all of it. */
  const before = async () => {
    const { demo, operator } = await parties();
    const buyer = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 900_000 }));
    const body = anOrder({ buyerId: buyer.id, amount: 300_000 });
    const placed = await demo.api.tryPost<{ id: string }>('/v1/orders', body, 'kept');
    const shipped = await demo.tryConfirm(placed.body.id, { amount: 100_000 }, 'kept too');
    const { now } = await operator.advance({ days: 10 });
    const { id: reviewed } = await demo.register(aCompany({ name: '株式会社サンドボックス要審査' }));
    const waiting = await operator.examinationOf(reviewed, 'pending');
    const slow = aCompany({ name: '株式会社サンドボックス時間切れ', requestedCreditLimit: 450_000 });
    const { id: atBureau } = await demo.register(slow);
    await pause(1500); // the bureau answers after eight seconds: its report is written, its answer on the way
    return { buyer, body, placed, shipped, now, reviewed, waiting, atBureau };
  };
  let known: Awaited<ReturnType<typeof before>>;
  let after: Awaited<ReturnType<typeof parties>>;
  beforeAll(async () => {
    known = await before();
    after = await killAndStartAgain();
  });

  test('keeps orders, holds, proofs, journals and the clock', async () => {
    const { demo, operator } = after;
    const { buyer, body, placed, shipped } = known;
    expect(Date.parse((await operator.time()).now)).toBeGreaterThanOrEqual(Date.parse(known.now));
    expect((await demo.api.tryPost('/v1/orders', body, 'kept')).text).toBe(placed.text);
    expect((await demo.tryConfirm(placed.body.id, { amount: 100_000 }, 'kept too')).text).toBe(shipped.text);
    expect(await demo.credit(buyer.id)).toMatchObject({ held: 200_000, receivable: 100_000, available: 600_000 });
    expect(await operator.journals(placed.body.id)).toHaveLength(1);
  });

  test('still waits for the operator, and goes on with the decision', async () => {
    const { demo, operator } = after;
    const { reviewed, waiting } = known;
    expect(await operator.examinationOf(reviewed, 'pending')).toEqual(waiting);
    await operator.decide(waiting.id, { outcome: 'approve', creditLimit: 600_000, reason: '決算書を確認した' });
    await demo.buyerUntil(reviewed, 'active');
    expect((await demo.credit(reviewed)).limit).toBe(600_000);
    expect((await operator.examination(waiting.id)).history.map(({ state }) => state)).toEqual([
      'in_progress',
      'pending',
      'decided',
    ]);
  });

  test('finishes a screening that was at the bureau, with one report', async () => {
    const { demo, operator } = after;
    await operator.advance({ hours: 1 });
    await demo.buyerUntil(known.atBureau, 'active');
    expect((await demo.credit(known.atBureau)).limit).toBe(450_000);
    const examination = await operator.examination((await operator.examinationOf(known.atBureau, 'decided')).id);
    expect(examination.inputs.bureauReport).toMatchObject({ found: true, score: 700 });
    expect(examination.history.map(({ state }) => state)).toEqual(['in_progress', 'decided']);
  });

  test('ends a hold on the day that was set before', async () => {
    const { demo, operator } = after;
    await operator.advance({ days: 52 });
    expect(await demo.order(known.placed.body.id)).toMatchObject({ state: 'confirmed', amountCancelled: 200_000 });
    await expectBalancedBooks(operator);
  });

  test('has carried out each of the orders that were under way once, or not at all', async () => {
    const before = await parties();
    const buyer = await anActiveBuyer(before.demo, aCompany({ requestedCreditLimit: 1_000_000 }));
    const bodies = Array.from({ length: 20 }, () => anOrder({ buyerId: buyer.id, amount: 10_000 }));
    const sent = bodies.map((body) =>
      before.demo.api.tryPost('/v1/orders', body, body.reference).catch(() => undefined),
    );
    await Promise.race(sent);

    const { demo, operator } = await killAndStartAgain();
    await Promise.all(sent);
    const again = await Promise.all(bodies.map((body) => demo.api.tryPost('/v1/orders', body, body.reference)));
    expect(again.map(({ status }) => status)).toEqual(bodies.map(() => 201));
    expect(await demo.credit(buyer.id)).toMatchObject({ held: 200_000, available: 800_000 });
    expect((await demo.orders(`?buyerId=${buyer.id}&limit=100`)).items).toHaveLength(20);
    await expectBalancedBooks(operator);
  });
});
