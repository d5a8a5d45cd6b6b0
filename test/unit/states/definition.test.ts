import { describe, expect, test } from 'vitest';
import { createRig, invoke, only } from './rig.ts';

const create =
  (definition: object, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') =>
  () =>
    createRig().create('M', definition, type);
const end = { Type: 'Pass', End: true };

describe('a definition is refused', () => {
  test.for([
    ['that is not JSONata', { QueryLanguage: 'JSONPath', ...only({ Type: 'Pass' }) }, 'query language JSONata'],
    ['with a JSONPath field', only({ Type: 'Pass', ResultPath: '$.x' }), "State 'Only': unsupported field ResultPath"],
    ['with a start that is not there', { StartAt: 'No', States: { A: end } }, "no state 'No'"],
    [
      'with a target that is not there',
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } },
      "State 'A': there is no state 'B'",
    ],
    ['with a state that nothing leads to', { StartAt: 'A', States: { A: end, B: end } }, "'B' is not reachable"],
    ['without Next and End', { StartAt: 'A', States: { A: { Type: 'Pass' } } }, 'either Next or "End": true'],
    ['with an unknown type', { StartAt: 'A', States: { A: { Type: 'Loop', End: true } } }, "no state type 'Loop'"],
    ['with broken JSONata', only({ Type: 'Pass', Output: '{% $states. %}' }), 'is not valid JSONata'],
    ['with a path from the root', only({ Type: 'Pass', Output: '{% order.id %}' }), 'must start from $states'],
    [
      'with a result before there is one',
      only(invoke('f', '{% $states.result %}')),
      '$states.result cannot be used in Arguments',
    ],
    [
      'with an error output outside a Catch',
      only({ Type: 'Pass', Output: '{% $states.errorOutput %}' }),
      '$states.errorOutput cannot be used',
    ],
    ['that assigns to $states', only({ Type: 'Pass', Assign: { states: 1 } }), "'states' cannot be assigned to"],
    [
      'with States.ALL beside another name',
      only(invoke('f', 1, { Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] })),
      'States.ALL must be alone',
    ],
    [
      'with States.ALL before the last',
      only(invoke('f', 1, { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] })),
      'in the last entry',
    ],
    [
      'with a backoff under 1',
      only(invoke('f', 1, { Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] })),
      'BackoffRate',
    ],
    [
      'with a heartbeat longer than the time-out',
      only(invoke('f', 1, { TimeoutSeconds: 5, HeartbeatSeconds: 5 })),
      'HeartbeatSeconds must be smaller',
    ],
    [
      'with a token that is not passed on',
      only(invoke('f', 1, { Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' })),
      'Task.Token',
    ],
    ['with a Wait that has no end', only({ Type: 'Wait' }), 'either Seconds or Timestamp'],
    [
      'with a field of a Distributed Map in an inline one',
      only({ Type: 'Map', ItemProcessor: only(end, 'E'), ResultWriter: {} }),
      'DISTRIBUTED mode',
    ],
  ] as const)('%s', ([, definition, message]) => {
    expect(create(definition)).toThrow(message);
  });

  test('when an inner scope assigns to a variable of an outer one', () => {
    const inner = { StartAt: 'In', States: { In: { Type: 'Pass', Assign: { x: 2 }, End: true } } };
    const definition = {
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { x: 1 }, Next: 'P' },
        P: { Type: 'Parallel', Branches: [inner], End: true },
      },
    };
    expect(create(definition)).toThrow("'x' belongs to an outer scope");
  });

  test('when two states of the machine have one name', () => {
    expect(create(only({ Type: 'Parallel', Branches: [only(end, 'A'), only(end, 'A')] }))).toThrow('used twice');
  });

  test.for([
    ['states:startExecution.sync', {}],
    ['lambda:invoke.waitForTaskToken', { Payload: '{% $states.context.Task.Token %}' }],
  ] as const)('when an Express workflow would wait with %s', ([resource, args]) => {
    const task = only({ Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: args });
    expect(create(task, 'EXPRESS')).toThrow('an Express workflow cannot wait');
    expect(create(task, 'STANDARD')).not.toThrow();
  });
});
