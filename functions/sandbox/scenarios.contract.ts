import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { type Counterparty, canBehave, knownBy } from './behaviours.ts';
import { Scenario } from './scenario.ts';

const knownBehaviour = {
  error: 'This counterparty has no such behaviour; GET /v1/test/scenarios lists those that it has.',
  params: { code: 'unknown_behaviour' },
  path: ['behaviour'],
};

const neverFits = (counterparty: Counterparty, name: string, input: unknown) => ({
  code: 'custom' as const,
  path: ['match', name],
  input,
  message: `The counterparty ${counterparty} is told ${knownBy[counterparty].join(' and ')} only: this would never fit.`,
  params: { code: 'never_fits' },
});

export const SetScenario = z
  .strictObject({
    counterparty: Scenario.shape.counterparty,
    behaviour: Scenario.shape.behaviour,
    /** How many inquiries or messages it is for. */
    times: z._default(z.int().check(z.minimum(1), z.maximum(1000)), 1),
    /** Which inquiries or messages: all that is named must fit. */
    match: z._default(
      z.strictObject({
        corporateNumber: z.optional(z.string().check(z.regex(/^\d{13}$/))),
        name: z.optional(line(100)),
        to: z.optional(line(254)),
      }),
      {},
    ),
  })
  .check(
    z.refine(({ counterparty, behaviour }) => canBehave(counterparty, behaviour), knownBehaviour),
    ({ value: { counterparty, match }, issues }) => {
      const known: readonly string[] = knownBy[counterparty];
      const unknown = Object.keys(match).filter((name) => !known.includes(name));
      issues.push(...unknown.map((name) => neverFits(counterparty, name, match)));
    },
  );
export type SetScenario = z.infer<typeof SetScenario>;

const tag = 'Sandbox';

/** Not once-only: it changes an emulator and no state of the product, and a test may well want the same scenario twice. */
export const setScenario = contract({
  operation: 'setScenario',
  method: 'POST',
  path: '/v1/test/scenarios',
  tag,
  summary: 'Makes the emulator of a counterparty behave in a certain way (sandbox only)',
  audience: 'operator',
  body: SetScenario,
  answers: { 201: { description: 'The scenario waits for its inquiries.', schema: Scenario } },
});

export const listScenarios = contract({
  operation: 'listScenarios',
  method: 'GET',
  path: '/v1/test/scenarios',
  tag,
  summary: 'Lists the scenarios that wait, and every behaviour of every emulator (sandbox only)',
  audience: 'any_key',
  answers: {
    200: {
      description: 'The scenarios that wait, oldest first, and what there is to choose from.',
      schema: z.object({
        items: z.array(Scenario),
        behaviours: z.record(z.string(), z.array(z.object({ behaviour: z.string(), does: z.string() }))),
      }),
    },
  },
});

export const scenarioContracts = [setScenario, listScenarios];
