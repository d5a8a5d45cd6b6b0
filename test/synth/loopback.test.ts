import { describe, expect, test } from 'vitest';
import { stageOf } from '../../infra/stage.ts';
import { functions } from './grants.ts';

describe('webhooks to the machine itself', () => {
  test.each(['sandbox', 'production'] as const)('are sent by no function of a %s in AWS', (stage) => {
    const told = functions(stage).flatMap(({ properties }) => properties.Environment.Variables.WEBHOOK_LOOPBACK ?? []);
    expect(told.length).toBeGreaterThan(2);
    expect(new Set(told)).toEqual(new Set(['refused']));
  });

  test('are for a sandbox that the local runtime has, and for no production', () => {
    expect([stageOf('sandbox').isLocal, stageOf('sandbox', true).isLocal]).toEqual([false, true]);
    expect([stageOf('sandbox', 'true').isLocal, stageOf('production').isLocal]).toEqual([true, false]);
    expect(() => stageOf('production', true)).toThrow('does not run locally');
  });
});
