import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { newId } from '../shared/ids.ts';
import { behaviours, counterparties } from './behaviours.ts';
import type { Scenario } from './scenario.ts';
import type { SetScenario } from './scenarios.contract.ts';

export interface ScenarioPorts {
  readonly clock: Clock;
  readonly scenarios: {
    add(scenario: Scenario): Promise<void>;
    active(counterparty: Scenario['counterparty']): Promise<readonly Scenario[]>;
  };
}

/** Sets what an emulator shall do with its next inquiries. */
export async function setScenario(ports: ScenarioPorts, asked: SetScenario): Promise<Answer> {
  const scenario: Scenario = {
    ...asked,
    id: newId('scn', ports.clock),
    remaining: asked.times,
    createdAt: instant(ports.clock),
  };
  await ports.scenarios.add(scenario);
  return answer(201, scenario);
}

/** What waits, and what there is. */
export async function listScenarios(ports: ScenarioPorts): Promise<Answer> {
  const waiting = await Promise.all(counterparties.map((counterparty) => ports.scenarios.active(counterparty)));
  const items = waiting.flat().sort((one, other) => (one.id < other.id ? -1 : 1)); // ids sort by time
  const choices = counterparties.map((counterparty) => [
    counterparty,
    Object.entries(behaviours[counterparty]).map(([behaviour, does]) => ({ behaviour, does })),
  ]);
  return answer(200, { items, behaviours: Object.fromEntries(choices) });
}
