import type { Table } from '../shared/table.ts';
import { type Condition, isNew, unlessRefused } from '../shared/write.ts';
import { type BehaviourOf, type Counterparty, canBehave } from './behaviours.ts';
import { fits, Scenario, type Subject } from './scenario.ts';

const partition = (counterparty: string): string => `SCENARIO#${counterparty}`;
const keyOf = ({ counterparty, id }: Scenario) => ({ PK: partition(counterparty), SK: id });

const keptSeconds = 30 * 24 * 60 * 60;

const isLeft: Condition = {
  expression: '#remaining > :none',
  names: { '#remaining': 'remaining' },
  values: { ':none': 0 },
};

/** Scenarios in the Sandbox table, oldest first (their ids sort by time). */
export function scenarioStore(table: Table) {
  const active = async (counterparty: Scenario['counterparty']): Promise<Scenario[]> => {
    const { items } = await table.query({ partition: partition(counterparty) });
    return items.map((item) => Scenario.parse(item)).filter(({ remaining }) => remaining > 0);
  };
  return {
    active,
    add: (scenario: Scenario): Promise<void> => {
      const expiresAt = Math.floor(Date.parse(scenario.createdAt) / 1000) + keptSeconds;
      return table.write({ table: table.name, put: { ...keyOf(scenario), ...scenario, expiresAt }, condition: isNew });
    },
    /** Uses up one time of the oldest scenario that fits. */
    next: async <Of extends Counterparty>(counterparty: Of, subject: Subject): Promise<BehaviourOf<Of> | undefined> => {
      for (const scenario of await active(counterparty)) {
        const { behaviour } = scenario;
        if (canBehave(counterparty, behaviour) && fits(scenario, subject) && (await useUp(table, scenario))) {
          return behaviour;
        }
      }
      return undefined;
    },
  };
}

/** False when another inquiry was faster. */
const useUp = (table: Table, scenario: Scenario): Promise<boolean> =>
  unlessRefused(
    table.write({
      table: table.name,
      update: keyOf(scenario),
      change: { expression: 'SET #remaining = #remaining - :one', values: { ':one': 1 } },
      condition: isLeft,
    }),
  );
