import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { resources } from './assembly.ts';

interface State {
  readonly Type: string;
  readonly States?: States;
  readonly Branches?: readonly { readonly States: States }[];
  readonly ItemProcessor?: { readonly States: States };
}
type States = Readonly<Record<string, State>>;

interface Machine {
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
  readonly QueryLanguage?: string;
  readonly States: States;
}

/** States of the machine and of the branches and loops within it. */
const allStates = (states: States): [name: string, state: State][] =>
  Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.Branches ?? []).flatMap((branch) => allStates(branch.States)),
    ...(state.ItemProcessor ? allStates(state.ItemProcessor.States) : []),
  ]);

const validate = createRequire(import.meta.url)('asl-validator') as (definition: unknown) => {
  isValid: boolean;
  errorsText: () => string;
};

describe.for(globSync('statemachines/*.asl.json').sort())('%s', (path) => {
  const machine = JSON.parse(readFileSync(path, 'utf8')) as Machine;
  const states = allStates(machine.States);
  const tasks = states.filter(([, state]) => state.Type === 'Task');

  test('says what it is for and when it gives up, and speaks JSONata', () => {
    expect(machine).toMatchObject({
      Comment: expect.any(String),
      TimeoutSeconds: expect.any(Number),
      QueryLanguage: 'JSONata',
    });
  });

  test('is what the language of state machines allows', () => {
    const { isValid, errorsText } = validate(machine);
    expect(isValid, errorsText()).toBe(true);
  });

  test.for(tasks)('%s retries, catches and is explained', ([, state]) => {
    expect(Object.keys(state)).toEqual(expect.arrayContaining(['Comment', 'Retry', 'Catch']));
  });

  test('has a name for every state that reads as a step', () => {
    expect(states.map(([name]) => name).filter((name) => !/^[A-Z][A-Za-z0-9]+$/.test(name))).toEqual([]);
  });
});

test('every definition is deployed as it lies in statemachines/, with all that its placeholders stand for', () => {
  const machines = resources<{ DefinitionString: string; DefinitionSubstitutions?: Readonly<Record<string, unknown>> }>(
    'sandbox',
    'AWS::StepFunctions::StateMachine',
  );
  const files = globSync('statemachines/*.asl.json').map((path) => readFileSync(path, 'utf8'));
  expect(machines.map(({ properties }) => properties.DefinitionString).sort()).toEqual(files.sort());
  for (const { properties } of machines) {
    const placeholders = [...properties.DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(properties.DefinitionSubstitutions ?? {}).sort()).toEqual([...new Set(placeholders)].sort());
  }
});
